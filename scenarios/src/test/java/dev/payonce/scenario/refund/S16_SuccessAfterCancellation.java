package dev.payonce.scenario.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.scenario.LateStore;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The money arrives after the shop cancelled the order: what the merchant wants is done, once. */
class S16_SuccessAfterCancellation {

    @Test
    void theOrderIsReopenedOnce(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        shop.all().store().setStatus(underTest.id(), "wc-cancelled");

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.rests().isPaidOnceBy(intent);
        shop.all().redis().flush();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        assertThat(underTest.rests().isPaidOnceBy(intent).books().moves()).hasSize(2);
    }

    @Test
    void lateMoneyGoesBackOnceWhereTheMerchantWantsNoneAndTheOrderStaysCancelled(Shop shop) throws Exception {
        try (LateStore store = new LateStore(shop, "nolate").wants(terms(LateSuccess.REFUND))) {
            var _ = store.payAndDie("k1", Duration.ZERO);
            store.becomes("wc-cancelled");

            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                store.awaitLine("operation:2#1=done").deliverEverything();

                store.isUnpaidAnd("wc-cancelled");
                assertThat(store.money().refunded()).isEqualTo(1);
                assertThat(store.money().left()).isZero();
                assertThat(store.counted("late", "done")).isEqualTo(1);
                assertThat(store.notes())
                        .satisfiesExactly(
                                decided -> assertThat(decided).startsWith("Payment after the cancellation"),
                                done -> assertThat(done).startsWith("Refund re_"));
            }
        }
    }

    /** A review that is open stays open when the merchant changes the policy. */
    @Test
    void theDecisionOfOnePersonIsCarriedOutOnceWhereTheMerchantWantsToBeAsked(Shop shop) throws Exception {
        try (LateStore store = new LateStore(shop, "asklate").wants(terms(LateSuccess.REVIEW))) {
            var _ = store.payAndDie("k1", Duration.ZERO);
            store.becomes("wc-cancelled");
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                store.awaitLine("review:1");
            }
            store.wants(terms(LateSuccess.REFUND));
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                store.deliverEverything();
                store.awaitLine("review:2");
                assertThat(store.money().refunded())
                        .as("a new review, since its reason is another one")
                        .isZero();
                ReviewAction back =
                        new ReviewAction.RefundDuplicate(store.money().payment());

                Await.until(
                        "a decision is taken",
                        Shop.PATIENCE,
                        () -> StoreClient.atOnce(List.of(
                                        () -> store.decides(new ReviewDecision(2, back, "ann", "bought elsewhere")),
                                        () -> store.decides(new ReviewDecision(2, back, "bob", "sold out"))))
                                .contains(true));
                store.awaitLine("operation:2#1=done").deliverEverything();

                store.isUnpaidAnd("wc-cancelled");
                assertThat(store.ledger())
                        .filteredOn(line -> line.startsWith("decision:"))
                        .hasSize(1);
                assertThat(store.money().refunded()).isEqualTo(1);
                assertThat(store.money().left()).isZero();
            }
        }
    }

    private static Terms terms(LateSuccess late) {
        Terms usual = Terms.DEFAULT;
        return new Terms(
                late,
                usual.duplicatePayment(),
                usual.refundsPerHour(),
                usual.disputes(),
                usual.intervals(),
                usual.lapsing(),
                usual.twins(),
                usual.whenProcessing(),
                usual.inquiry(),
                usual.declinesPerHour(),
                usual.notice(),
                usual.fraudSigns(),
                usual.fourEyes());
    }
}
