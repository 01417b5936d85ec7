package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.health.StoreStatus;
import dev.payonce.health.StoreStatus.Kind;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The tests of a store that Payonce cannot serve, or serves at the cost of its own plugin's work. */
class StoreFilterTest {

    private static final String WHY = "The shop keeps its orders among its posts. Install the companion plugin";

    @AutoClose
    private static final RunningApi api = new RunningApi();

    @AfterEach
    void forget() {
        api.fakes.forget();
        api.systems.forget();
    }

    @Test
    void requestOfAStoreThatIsNotSupportedGetsTheRemedyAtOnce() throws Exception {
        api.fakes.store = new StoreStatus.Status(Kind.NOT_SUPPORTED, WHY);

        HttpResponse<String> response = api.post("/payments", "k-1", "{\"order\":7,\"paymentMethod\":\"pm_1\"}");

        assertProblem(response, 503);
        assertThat(response.body()).contains(WHY);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(api.systems.asked).isEmpty();
    }

    @Test
    void callbackOfAStoreThatIsNotSupportedIsNotCollected() throws Exception {
        api.fakes.store = new StoreStatus.Status(Kind.NOT_SUPPORTED, WHY);

        HttpResponse<String> response = api.callback("order evt_1");

        assertProblem(response, 503);
        assertThat(response.body()).doesNotContain("posts");
        assertThat(api.fakes.delivered).isEmpty();
        assertThat(readiness().statusCode()).isEqualTo(503);
        assertThat(readiness().body()).contains("STORE_NOT_SUPPORTED");
    }

    @Test
    void storeWhoseFulfilmentIsTakenAwayIsServedAndReadinessSaysSo() throws Exception {
        api.fakes.store = new StoreStatus.Status(Kind.FULFILMENT_TAKEN_AWAY, "sql beside the Stripe plugin");

        assertThat(api.callback("order evt_1").statusCode()).isEqualTo(200);
        assertThat(readiness().statusCode()).isEqualTo(200);
        assertThat(readiness().body()).contains("STORE_FULFILMENT_TAKEN_AWAY");
    }

    @Test
    void servedStoreIsUp() throws Exception {
        assertThat(readiness().body()).contains("\"UP\"");
    }

    private static HttpResponse<String> readiness() throws Exception {
        return api.send(HttpRequest.newBuilder(api.at("/actuator/health/readiness")));
    }

    /** A timer that sees an exception runs no more, so the status was once read for the last time then. */
    @Test
    void aFailureOfAnyTypeLeavesTheLastReadingAndTheNextCheckCounts() {
        AtomicReference<Supplier<Optional<String>>> mode = new AtomicReference<>(() -> Optional.of("Two modes"));
        AtomicReference<Runnable> shop = new AtomicReference<>(() -> {});
        ServedStore store = new ServedStore(
                () -> StoreStatus.Status.SERVED,
                () -> shop.get().run(),
                _ -> mode.get().get());
        store.check();
        assertThat(store.status().kind()).isEqualTo(Kind.OTHER_MODE);

        mode.set(() -> {
            throw new UnsupportedOperationException("planted");
        });
        store.check();
        mode.set(Optional::empty);
        shop.set(() -> {
            throw new IllegalStateException("planted");
        });
        store.check();
        assertThat(store.status().kind()).isEqualTo(Kind.OTHER_MODE);

        shop.set(() -> {});
        store.check();
        assertThat(store.status()).isEqualTo(StoreStatus.Status.SERVED);
    }
}
