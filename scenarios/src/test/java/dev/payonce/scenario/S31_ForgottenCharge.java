package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The database is restored to yesterday, and the shopper finds the order unpaid that was paid since: it is charged
 * once.
 */
@OnRealServers
class S31_ForgottenCharge {

    /** Redis, which nobody restored, still says that the callback was applied. */
    @Test
    void isReadAnewFromTheGatewaysListByTheSweep(Shop shop) {
        try (SweptStore store = new SweptStore(shop, "yesterday")) {
            BranchOrder sale = new BranchOrder(shop, store.branch(), 311).deliver();
            sale.isPaidOnce();

            sale.isForgotten();

            sale.isAdopted();
        }
    }

    @Test
    void isFoundByOurTagAndAdoptedInsteadOfBeingMadeAgain(Shop shop) throws Exception {
        try (LateStore store = new LateStore(shop, "forgetful")) {
            try (var _ = store.worker(Duration.ZERO, LateStore.Duty.EVERYTHING)) {
                assertThat(store.pay("k1").join().word()).isEqualTo("paid");
            }
            store.isRestored();

            try (var _ = store.worker(Duration.ofHours(25), LateStore.Duty.EVERYTHING)) {
                assertThat(store.pay("k2").join().word()).isEqualTo("paid");
            }

            assertThat(store.money().charges()).hasSize(1);
            assertThat(store.money().captured()).isEqualTo(1);
            assertThat(store.ledger()).contains("paid").doesNotContain("operation:1");
        }
    }
}
