package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The test of a shopper who leaves during the authentication. No callback comes; a day later Payonce voids the payment.
 */
class AbandonedIT {

    @Test
    void anAbandonedPaymentIsVoidedAfterADayAndTheOrderFails(Shop shop) throws Exception {
        try (LateStore store = new LateStore(shop, "abandoned")) {
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                assertThat(store.pay("k1", TestCard.THREE_D_SECURE).join().word())
                        .isEqualTo("action_required");
            }

            try (var _ = store.worker(Duration.ofHours(25), LateWorkers.Duty.EVERYTHING)) {
                store.refresh();
                store.awaitLine("operation:2#1=done").awaitStatus("wc-failed");
            }

            assertThat(store.money().captured()).isZero();
            assertThat(store.money().payments()).containsExactly("canceled");
        }
    }
}
