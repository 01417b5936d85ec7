package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.request.PaymentResult;
import dev.payonce.scenario.LateStore;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.stripe.http.Route;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The charge happened, its worker died, and the next one comes when Stripe has forgotten the key: looked up, not
 * repeated.
 */
class S05_TheKeyWindowIsOver {

    @Test
    void aRetryAfterADayRefreshesFirstAndFindsTheCharge(Shop shop) throws Exception {
        try (LateStore store = new LateStore(shop, "outlived")) {
            CompletableFuture<PaymentResult> asked = store.payAndDie("k1", Duration.ZERO);
            int sent = store.money().sent(Route.CREATE_INTENT).size();

            try (var _ = store.worker(Duration.ofHours(25), LateWorkers.Duty.EVERYTHING)) {
                store.isPaidOnce();
                assertThat(asked.join().word()).isIn("outcome_unknown", "carrying_out", "stalled", "paid");
                assertThat(store.onRecord("k1")).contains("PAID");
            }

            assertThat(store.money().sent(Route.CREATE_INTENT)).hasSize(sent);
            assertThat(store.money().captured()).isEqualTo(1);
        }
    }
}
