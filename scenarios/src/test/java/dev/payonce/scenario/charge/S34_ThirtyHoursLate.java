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

/** The scenario of a charge that no worker carries out until the next day: it is looked up and no longer sent. */
class S34_ThirtyHoursLate {

    private static final Duration LATE = Duration.ofHours(30);
    private static final Duration LATER = LATE.plusMinutes(16);

    @Test
    void anOperationDecidedYesterdayIsNotSentToday(Shop shop) throws Exception {
        try (LateStore store = new LateStore(shop, "late")) {
            CompletableFuture<PaymentResult> asked;
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.ALL_BUT_THE_GATEWAY)) {
                asked = store.pay("k1");
                store.awaitLine("operation:1");
            }
            try (var _ = store.worker(LATE, LateWorkers.Duty.EVERYTHING)) {
                store.awaitLine("operation:1#1=unknown");
            }
            try (var _ = store.worker(LATER, LateWorkers.Duty.EVERYTHING)) {
                store.refresh();
                store.awaitLine("operation:1#2=absent").isUnpaidAnd("wc-pending");
                assertThat(asked.join()).satisfies(S34_ThirtyHoursLate::isNotKnown);
                assertThat(store.onRecord("k1")).contains("not_carried_out");
                assertThat(store.money().sent(Route.CREATE_INTENT)).isEmpty();

                assertThat(store.pay("k2").join().word()).isEqualTo("paid");
                store.isPaidOnce();
            }
            assertThat(store.money().captured()).isEqualTo(1);
        }
    }

    /** Verifies that the caller that still waited got the state at that time. */
    private static void isNotKnown(PaymentResult result) {
        assertThat(result.word()).isIn("outcome_unknown", "carrying_out", "stalled", "declined");
    }
}
