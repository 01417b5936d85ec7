package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.http.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A crowd on one order: a thousand callbacks, or two hundred refreshes at once. The other orders are paid as before. */
class S27_AHotOrder {

    private static final int CALLBACKS = 1_000;
    private static final int AT_ONCE = 4;
    private static final int REFRESHES = 200;
    private static final int OTHERS = 9;
    private static final int MOST_EVENTS = 2_000;

    private final Shop shop;

    S27_AHotOrder(Shop shop) {
        this.shop = shop;
    }

    @Test
    void aThousandCallbacksAreReconciledTogetherAndDelayNoOtherOrder() throws Exception {
        OrderUnderTest hot = shop.underTest();
        String intent = hot.pay();
        Event first = hot.event(intent, OrderUnderTest.SUCCEEDED);
        List<Event> flood = IntStream.range(0, CALLBACKS)
                .mapToObj(each -> copy(first, "evt_flood" + hot.id() + "x" + each))
                .toList();
        Duration quiet = others();

        CompletableFuture<Integer> delivered = StoreClient.meanwhile(() -> deliver(hot, flood));
        Duration loud = others();
        int acknowledged = delivered.join();
        hot.rests().isPaidOnceBy(intent);

        System.out.printf(
                "S27: others paid in %d ms (median) before, %d ms during %d callbacks; history %d events, %d lookups%n",
                quiet.toMillis(), loud.toMillis(), CALLBACKS, events(hot), lookups(intent));
        assertThat(acknowledged).isGreaterThanOrEqualTo(CALLBACKS);
        assertThat(events(hot)).isLessThan(MOST_EVENTS);
        assertThat(lookups(intent)).isLessThan(CALLBACKS / 4);
        assertThat(loud).isLessThan(quiet.multipliedBy(2).plus(Duration.ofMillis(500)));
    }

    @Test
    void G20_TwoHundredRefreshesAreTwoReconciliations() {
        StoreClient checkout = new StoreClient(shop);
        checkout.pay("key");
        String intent = checkout.isPaidOnce();
        int before = lookups(intent);

        List<StoreProgram.Answer> answers = StoreClient.atOnce(IntStream.range(0, REFRESHES)
                .<Supplier<StoreProgram.Answer>>mapToObj(_ -> checkout::refresh)
                .toList());

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(StoreClient.status(answer)).isEqualTo("paid");
        });
        assertThat(lookups(intent) - before).isLessThanOrEqualTo(REFRESHES / 10);
        assertThat(shop.runs()
                        .latest(checkout.underTest().workflow())
                        .orElseThrow()
                        .events())
                .isLessThan(MOST_EVENTS);
    }

    private int deliver(OrderUnderTest hot, List<Event> flood) {
        try {
            return (int) hot.deliver(flood, 1, AT_ONCE).stream()
                    .filter(delivery -> delivery.status() == 200)
                    .count();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", stopped);
        }
    }

    /** Returns the median time from the callback of an order until that order is paid. */
    private Duration others() {
        List<Duration> times = new ArrayList<>();
        for (int each = 0; each < OTHERS; each++) {
            OrderUnderTest other = shop.underTest();
            String intent = other.pay();
            long from = System.nanoTime();
            other.deliver(intent, OrderUnderTest.SUCCEEDED);
            Await.until(
                    "order " + other.id() + " is paid",
                    Shop.PATIENCE,
                    () -> other.row().isPaid());
            times.add(Duration.ofNanos(System.nanoTime() - from));
        }
        return times.stream().sorted().skip(OTHERS / 2).findFirst().orElseThrow();
    }

    private long events(OrderUnderTest underTest) {
        return shop.runs().latest(underTest.workflow()).orElseThrow().events();
    }

    private int lookups(String intent) {
        return (int) shop.all().stripe().calls().all().stream()
                .filter(call -> call.route() == Route.INTENT && call.id().equals(intent))
                .count();
    }

    private static Event copy(Event event, String id) {
        return new Event(
                id,
                event.type(),
                event.created(),
                event.object(),
                event.intent(),
                event.json().replace(event.id(), id));
    }
}
