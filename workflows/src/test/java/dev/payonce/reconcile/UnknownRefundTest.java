package dev.payonce.reconcile;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Refunds of which nobody knows whether they were made, or whose memory is lost. */
class UnknownRefundTest {

    private static final String PAID = "pi_1001_1";

    private final PaymentFixture till = PaymentFixture.paid();

    private static Outcome lost(Operation operation) {
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    private void losesEveryResult() {
        till.gateway.does(UnknownRefundTest::lost);
    }

    private void resultsAgain() {
        till.gateway.does(till.gateway::succeed);
    }

    @Test
    void S23_isPendingAndNeverAnErrorAndNothingElseIsRefundedMeanwhile() {
        losesEveryResult();

        PaymentResult unknown = till.asks(refund("k1", 1000));
        PaymentResult next = till.asks(refund("k2", 1000));

        assertThat(unknown.word()).isEqualTo("outcome_unknown");
        assertThat(next.is(Why.OPERATION_IN_DOUBT)).isTrue();
        assertThat(till.refunds()).hasSize(1);
    }

    @Test
    void S39_clickedAgainItIsTheSameRefundAlsoUnderAnotherKey() {
        losesEveryResult();
        till.asks(refund("k1", 1000, 77));

        assertThat(till.asks(refund("k1", 1000, 77)).word()).isEqualTo("outcome_unknown");
        assertThat(till.asks(refund("k2", 1000, 77)).word()).isEqualTo("outcome_unknown");
        assertThat(till.refunds()).hasSize(1);
    }

    @Test
    void S39_isFoundByItsNumberAtTheGatewayAndThenTheNextOneIsMade() {
        till.gateway.does(it -> {
            till.gateway.succeed(it);
            return lost(it);
        });
        till.asks(refund("k1", 1000));
        resultsAgain();
        till.refreshes();

        assertThat(till.result("k1").word()).isEqualTo("refunded");
        assertThat(till.asks(refund("k2", 500)).word()).isEqualTo("refunded");
        assertThat(till.at(PAID).net().minor()).isEqualTo(3490);
    }

    @Test
    void isLookedUpAtOnceWhenSomebodyAsksInALaterRun() {
        till.gateway.does(it -> {
            till.gateway.succeed(it);
            return lost(it);
        });
        till.given.reconciles(Observation.NOTHING, List.of(refund("k1", 1000)), List.of());
        till.asks(refund("k1", 1000));
        resultsAgain();

        assertThat(till.asks(refund("k2", 500)).word()).isEqualTo("refunded");
        assertThat(till.result("k1").word()).isEqualTo("refunded");
    }

    @Test
    void andThatTheGatewayDoesNotShowForAQuarterOfAnHourWasNeverMade() {
        losesEveryResult();
        till.asks(refund("k1", 1000, 77));
        resultsAgain();
        till.after(Policy.ABSENT_AFTER);
        till.refreshes();

        assertThat(till.result("k1")).isEqualTo(PaymentResult.refused("not_carried_out", 2));
        assertThat(till.asks(refund("k2", 1000, 77)).word()).isEqualTo("refunded");
    }

    @Test
    void andThatTheGatewayMayStillMakeIsAPersonsMatter() {
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-500", true));
        till.asks(refund("k1", 1000));
        till.after(Policy.ABSENT_AFTER);
        till.refreshes();

        assertThat(till.given.review().orElseThrow().reason()).isEqualTo(Review.Reason.OUTCOME_UNKNOWN);
        assertThat(till.asks(refund("k2", 1000)).word()).isEqualTo("operation_in_doubt");
        till.decides(new ReviewAction.GiveUp());
        resultsAgain();
        assertThat(till.asks(refund("k3", 1000)).word()).isEqualTo("refunded");
    }

    /** Given up when the wish was made, shown by the look that it took: one wish of the store, one refund. */
    @Test
    void andThatWasGivenUpAndThenMadeIsTheRefundOfWhoeverWishesForItAnew() {
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-500", true));
        till.asks(refund("k1", 1000, 77));
        till.after(Policy.ABSENT_AFTER);
        till.refreshes();
        till.decides(new ReviewAction.GiveUp());
        resultsAgain();
        till.gateway.succeed(till.refunds().getFirst());

        assertThat(till.asks(refund("k2", 1000, 77)).word()).isEqualTo("refunded");
        assertThat(till.refunds()).hasSize(1);
    }

    /** Everybody had to believe that it never arrived; then it did, and another wish must not repeat it. */
    @Test
    void andThatTurnsUpAfterAllIsKnownByItsNumber() {
        losesEveryResult();
        till.asks(refund("k1", 1000, 77));
        Operation.Refund lost = till.refunds().getFirst();
        resultsAgain();
        till.after(Policy.ABSENT_AFTER);
        till.refreshes();
        till.gateway.succeed(lost);
        till.callback(PAID);

        assertThat(till.given.lines()).contains("operation:2#2=absent", "operation:2#3=done");
        assertThat(till.asks(refund("k2", 1000, 77)).word()).isEqualTo("refunded");
        assertThat(till.refunds()).hasSize(1);
    }

    @Test
    void S08_andWhoseCallbackComesBeforeItIsRecordedOnceAndNotSentAgain() {
        Payment paid = till.at(PAID);
        Reconciliation decided = till.given.reconciles(
                Observation.of(Lookup.of(paid), List.of(paid), ExternalIds.NONE),
                List.of(refund("k1", 1000)),
                List.of());
        till.gateway.succeed(decided.due().getFirst());

        Reconciliation seen = till.callback(PAID);

        assertThat(seen.due()).isEmpty();
        assertThat(till.refunds()).isEmpty();
        assertThat(till.result("k1").word()).isEqualTo("refunded");
        assertThat(till.given.lines())
                .containsOnlyOnce("operation:2#1=done")
                .containsOnlyOnce("refund:re_1001_2#1=done");
    }

    /** The store's database came back from a backup that is older than the refund. */
    private PaymentFixture restored() {
        till.asks(refund("k1", 1000, 77));
        PaymentFixture restored = PaymentFixture.open();
        restored.gateway.says(new PaymentBuilder(till.at(PAID)));
        restored.callback(PAID);
        return restored;
    }

    @Test
    void S31_theGatewayRemembersTheWish() {
        PaymentFixture restored = restored();

        assertThat(restored.asks(refund("k9", 1000, 77)).word()).isEqualTo("refunded");
        assertThat(restored.asks(refund("k8", 1001, 77)).code()).isEqualTo("refund_differs");
        assertThat(restored.refunds()).isEmpty();
    }

    @Test
    void S31_aNewWishTakesNoNumberThatTheGatewayKnows() {
        PaymentFixture restored = restored();

        restored.asks(refund("k9", 500, 78));

        assertThat(restored.refunds()).extracting(Operation::number).containsExactly(3);
    }
}
