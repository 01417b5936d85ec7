package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers.Duty;
import dev.payonce.reconcile.Policy;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.scenario.LateStore;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cases 12, 22, 23 and 29 on real servers: what becomes right or wrong only after minutes, or after weeks. */
class LateCasesIT {

    /** More than one look-up reads. */
    private static final int BUSY = 2_100;

    private final Shop shop;

    LateCasesIT(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().faults().clear();
    }

    @Test
    void D12_aKlarnaAuthorizationIsKeptForFourWeeksAndReviewedBeforeItLapses() throws Exception {
        try (LateStore store = new LateStore(shop, "klarna")) {
            try (var _ = store.worker(Duration.ZERO, Duty.EVERYTHING)) {
                assertThat(store.authorize("k1", TestCard.KLARNA).join().word()).isEqualTo("authorized");
            }
            try (var _ = store.worker(Duration.ofDays(6), Duty.EVERYTHING)) {
                store.refreshes();
                store.isUnpaidAnd("wc-on-hold");
                assertThat(store.ledger()).doesNotContain("review:1");
            }
            try (var _ = store.worker(Duration.ofDays(27).plusHours(12), Duty.EVERYTHING)) {
                store.refresh();
                store.awaitLine("review:1");
            }
            assertThat(store.money().payments()).containsExactly("requires_capture");
        }
    }

    /** Stripe failed inside and may still make the refund; the merchant has seen in its dashboard that it did not. */
    @Test
    void H22_givingUpARefundInDoubtLetsTheNextOneGoAndNoOther() throws Exception {
        try (LateStore store = new LateStore(shop, "givenup")) {
            try (var _ = store.worker(Duration.ZERO, Duty.EVERYTHING)) {
                assertThat(store.pay("k1").join().word()).isEqualTo("paid");
                shop.all().stripe().faults().before(1, new Fault.Failure(500), Route.CREATE_REFUND);
                var _ = store.giveBack("r1", Optional.of(100L), 1);
                store.awaitLine("operation:2#1=unknown");
            }
            try (var _ = store.worker(Policy.ABSENT_AFTER.multipliedBy(2), Duty.EVERYTHING)) {
                store.refresh();
                store.awaitLine("review:1");
                assertThat(store.money().refunded()).isZero();
                assertThat(store.decides(
                                new ReviewDecision(1, new ReviewAction.GiveUp(2), "ann", "not in the dashboard")))
                        .isTrue();

                assertThat(store.giveBack("r2", Optional.of(200L), 2).join().word())
                        .isEqualTo("refunded");
            }
            assertThat(store.money().refunded()).isEqualTo(1);
            assertThat(store.money().left()).isEqualTo(store.asked() - 200);
        }
    }

    /** The first void met a payment that Stripe was just processing. */
    @Test
    void H23_aRefusedVoidIsTriedAgain() throws Exception {
        try (LateStore store = new LateStore(shop, "refusedvoid")) {
            try (var _ = store.worker(Duration.ZERO, Duty.EVERYTHING)) {
                assertThat(store.authorize("k1", TestCard.VISA).join().word()).isEqualTo("authorized");
                shop.all().stripe().faults().before(1, new Fault.Failure(405), Route.CANCEL_INTENT);
                store.becomes("wc-cancelled");
                store.refresh();
                store.awaitLine("operation:2#1=refused");
                assertThat(store.money().payments()).containsExactly("requires_capture");
            }
            try (var _ = store.worker(Policy.VOID_AGAIN.multipliedBy(2), Duty.EVERYTHING)) {
                store.refresh();
                store.awaitLine("operation:3#1=done");
            }
            assertThat(store.money().payments()).containsExactly("canceled");
            assertThat(store.ledger()).doesNotContain("review:1");
        }
    }

    /** The account has taken two thousand payments since, and the key of the charge is forgotten. */
    @Test
    void J29_aChargeInDoubtIsFoundBehindTwoThousandOtherPayments() throws Exception {
        try (LateStore store = new LateStore(shop, "busyaccount")) {
            CompletableFuture<PaymentResult> _ = store.payAndDie("k1", Duration.ZERO);
            int sent = store.money().sent(Route.CREATE_INTENT).size();
            for (int other = 0; other < BUSY; other++) {
                String _ = shop.all().stripe().shopper().open(100, "EUR", Map.of("till", "counter"));
            }

            try (var _ = store.worker(Duration.ofHours(25), Duty.EVERYTHING)) {
                Await.until("the charge is found", Shop.PATIENCE, () -> {
                    store.refresh();
                    return store.ledger().contains("paid");
                });
            }
            store.isPaidOnce();
            assertThat(store.money().sent(Route.CREATE_INTENT)).hasSize(sent);
            assertThat(store.money().captured()).isEqualTo(1);
        }
    }
}
