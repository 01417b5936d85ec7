package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.reconcile.Policy;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.LateStore;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The scenario of two completed payments for one order: the first one pays it; the other is refunded once and noted.
 */
class S02_TwoTabsBothPaid {

    /**
     * Both payments are captured before Payonce hears of either; then callbacks about both come at once, repeatedly.
     */
    @Test
    void theSecondPaymentGoesBackOnce(Shop shop) throws InterruptedException {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        StoreClient clerk = new StoreClient(shop, underTest);
        double counted = shop.workers("payonce_reversals_total", "cause=\"duplicate\",kind=\"refund\",state=\"done\"");
        try (Barrier here = checkout.holdCharge(Phase.FINISHED)) {
            CompletableFuture<StoreProgram.Answer> asked = StoreClient.meanwhile(() -> checkout.pay("here"));
            assertThat(here.await(Shop.PATIENCE)).as("this tab has paid").isPresent();
            String mine = checkout.journal().getFirst().intent();
            String other = underTest.shopper().open(underTest.asked(), "EUR", underTest.tag());
            underTest.shopper().confirm(other, TestCard.MASTERCARD);
            List<Event> both = List.of(
                    underTest.event(mine, OrderUnderTest.SUCCEEDED), underTest.event(other, OrderUnderTest.SUCCEEDED));

            underTest.deliver(both, 3, 4);
            here.release();
            asked.join();
            checkout.becomesPaid();
            underTest.rests().deliver(both, 3, 4);
        }

        underTest.rests();
        assertThat(StoreClient.status(checkout.pay("here"))).isEqualTo("paid");
        assertThat(underTest.holding()).hasSize(1);
        String kept = underTest.holding().getFirst();
        underTest.isPaidOnceBy(kept);
        assertThat(clerk.refunds()).singleElement().satisfies(refund -> {
            assertThat(refund.intent()).isNotEqualTo(kept);
            assertThat(refund.amount()).isEqualTo(underTest.asked());
        });
        assertThat(clerk.isOnRecord().underTest().books().notes())
                .filteredOn(note -> note.text().startsWith("Duplicate payment"))
                .hasSize(1);
        assertThat(shop.workers("payonce_reversals_total", "cause=\"duplicate\",kind=\"refund\",state=\"done\""))
                .isEqualTo(counted + 1);
    }

    /**
     * The first charge is lost in the network and proven absent; a new charge is made, and then the first one arrives.
     */
    @Test
    void aChargeThatArrivesAfterAnotherWasMadeGoesBackOnce(Shop shop) throws Exception {
        Duration tooLate = Policy.CHARGE_WITHIN.plusMinutes(1);
        Duration absent = tooLate.plus(Policy.ABSENT_AFTER).plusMinutes(1);
        try (LateStore store = new LateStore(shop, "straggler");
                Barrier straggler = store.money().hold(Phase.ARRIVED, Route.CREATE_INTENT)) {
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                var _ = store.pay("k1");
                assertThat(straggler.await(Shop.PATIENCE)).as("is sent").isPresent();
            }
            try (var _ = store.worker(tooLate, LateWorkers.Duty.EVERYTHING)) {
                store.awaitLine("operation:1#1=unknown");
            }
            try (var _ = store.worker(absent, LateWorkers.Duty.EVERYTHING)) {
                store.refresh();
                store.awaitLine("operation:1#2=absent");
                assertThat(store.pay("k2").join().word()).isEqualTo("paid");

                straggler.release();
                Await.until("it has arrived", Shop.PATIENCE, () -> store.money().captured() == 2);
                store.deliverEverything();
                store.awaitLine("operation:3#1=done").deliverEverything();
                store.isPaidOnce();
                assertThat(store.money().refunded()).isEqualTo(1);
                assertThat(store.money().left()).isEqualTo(store.asked());
                assertThat(store.counted("duplicate", "done")).isEqualTo(1);
            }
        }
    }
}
