package dev.payonce.scenario.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.scenario.BranchOrder;
import dev.payonce.scenario.LateStore;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.stripe.http.Route;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The scenario of a database restored to yesterday: the shopper finds a paid order unpaid, and is charged once. */
class S31_ForgottenCharge {

    /** Redis was not restored and still has the callback as applied. */
    @Test
    void isReadAgainFromTheGatewaysListByTheSweep(Shop shop) {
        try (Shop.SweptStore store = shop.sweptStore("yesterday")) {
            BranchOrder underTest = new BranchOrder(shop, store.branch(), 311).deliver();
            underTest.isPaidOnce();

            underTest.isForgotten();

            underTest.isAdopted();
        }
    }

    @Test
    void isFoundByOurTagAndAdoptedInsteadOfBeingMadeAgain(Shop shop) throws Exception {
        try (LateStore store = new LateStore(shop, "forgetful")) {
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                assertThat(store.pay("k1").join().word()).isEqualTo("paid");
            }
            store.isRestored();

            try (var _ = store.worker(Duration.ofHours(25), LateWorkers.Duty.EVERYTHING)) {
                assertThat(store.pay("k2").join().word()).isEqualTo("paid");
            }

            assertThat(store.money().sent(Route.CREATE_INTENT)).hasSize(1);
            assertThat(store.money().captured()).isEqualTo(1);
            assertThat(store.ledger()).contains("paid").doesNotContain("operation:1");
        }
    }
}
