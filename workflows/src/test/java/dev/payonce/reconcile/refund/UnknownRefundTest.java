package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests of refunds with an unknown outcome, or with a lost record. */
class UnknownRefundTest {

    private static final String PAID = "pi_1001_1";

    private final PaymentFixture fixture = PaymentFixture.paid();

    private static Outcome lost(Operation operation) {
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    private void losesEveryResult() {
        fixture.gateway.does(UnknownRefundTest::lost);
    }

    private void resultsAgain() {
        fixture.gateway.does(fixture.gateway::succeed);
    }

    @Test
    void S23_isPendingAndNeverAnErrorAndNothingElseIsRefundedMeanwhile() {
        losesEveryResult();

        PaymentResult unknown = fixture.asks(refund("k1", 1000));
        PaymentResult next = fixture.asks(refund("k2", 1000));

        assertThat(unknown.word()).isEqualTo("outcome_unknown");
        assertThat(next.is(Why.OPERATION_IN_DOUBT)).isTrue();
        assertThat(fixture.refunds()).hasSize(1);
    }

    @Test
    void S39_clickedAgainItIsTheSameRefundAlsoUnderAnotherKey() {
        losesEveryResult();
        fixture.asks(refund("k1", 1000, 77));

        assertThat(fixture.asks(refund("k1", 1000, 77)).word()).isEqualTo("outcome_unknown");
        assertThat(fixture.asks(refund("k2", 1000, 77)).word()).isEqualTo("outcome_unknown");
        assertThat(fixture.refunds()).hasSize(1);
    }

    @Test
    void S39_isFoundByItsNumberAtTheGatewayAndThenTheNextOneIsMade() {
        fixture.gateway.does(it -> {
            fixture.gateway.succeed(it);
            return lost(it);
        });
        fixture.asks(refund("k1", 1000));
        resultsAgain();
        fixture.refreshes();

        assertThat(fixture.result("k1").word()).isEqualTo("refunded");
        assertThat(fixture.asks(refund("k2", 500)).word()).isEqualTo("refunded");
        assertThat(fixture.at(PAID).net().minor()).isEqualTo(3490);
    }

    @Test
    void isLookedUpAtOnceForARequestInALaterRun() {
        fixture.gateway.does(it -> {
            fixture.gateway.succeed(it);
            return lost(it);
        });
        fixture.given.asks(refund("k1", 1000));
        fixture.asks(refund("k1", 1000));
        resultsAgain();

        assertThat(fixture.asks(refund("k2", 500)).word()).isEqualTo("refunded");
        assertThat(fixture.result("k1").word()).isEqualTo("refunded");
    }

    @Test
    void andThatTheGatewayDoesNotShowForAQuarterOfAnHourWasNeverMade() {
        losesEveryResult();
        fixture.asks(refund("k1", 1000, 77));
        resultsAgain();
        fixture.after(Policy.ABSENT_AFTER);
        fixture.refreshes();

        assertThat(fixture.result("k1")).isEqualTo(PaymentResult.refused("not_carried_out", 2));
        assertThat(fixture.asks(refund("k2", 1000, 77)).word()).isEqualTo("refunded");
    }

    @Test
    void andThatTheGatewayMayStillMakeIsAPersonsMatter() {
        fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-500", true));
        fixture.asks(refund("k1", 1000));
        fixture.after(Policy.ABSENT_AFTER);
        fixture.refreshes();

        assertThat(fixture.given.review().orElseThrow().reason()).isEqualTo(Review.Reason.OUTCOME_UNKNOWN);
        assertThat(fixture.asks(refund("k2", 1000)).word()).isEqualTo("operation_in_doubt");
        fixture.decides(new ReviewAction.GiveUp(2));
        resultsAgain();
        assertThat(fixture.asks(refund("k3", 1000)).word()).isEqualTo("refunded");
    }

    /** An operation that was given up before the request, and is shown by its lookup: one request, one refund. */
    @Test
    void andThatWasGivenUpAndThenMadeIsTheRefundOfTheNextRequest() {
        fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-500", true));
        fixture.asks(refund("k1", 1000, 77));
        fixture.after(Policy.ABSENT_AFTER);
        fixture.refreshes();
        fixture.decides(new ReviewAction.GiveUp(2));
        resultsAgain();
        fixture.gateway.succeed(fixture.refunds().getFirst());

        assertThat(fixture.asks(refund("k2", 1000, 77)).word()).isEqualTo("refunded");
        assertThat(fixture.refunds()).hasSize(1);
    }

    /** A refund that counted as absent and arrived late: another request must not repeat it. */
    @Test
    void andThatTurnsUpAfterAllIsKnownByItsNumber() {
        losesEveryResult();
        fixture.asks(refund("k1", 1000, 77));
        Operation.Refund lost = fixture.refunds().getFirst();
        resultsAgain();
        fixture.after(Policy.ABSENT_AFTER);
        fixture.refreshes();
        fixture.gateway.succeed(lost);
        fixture.callback(PAID);

        assertThat(fixture.given.lines()).contains("operation:2#2=absent", "operation:2#3=done");
        assertThat(fixture.asks(refund("k2", 1000, 77)).word()).isEqualTo("refunded");
        assertThat(fixture.refunds()).hasSize(1);
    }

    @Test
    void S08_andWhoseCallbackComesBeforeItIsRecordedOnceAndNotSentAgain() {
        Payment paid = fixture.at(PAID);
        Reconciliation decided = fixture.given.reconciles(
                Observation.of(Lookup.of(paid), List.of(paid), ExternalIds.NONE),
                List.of(refund("k1", 1000)),
                List.of());
        fixture.gateway.succeed(decided.due().getFirst());

        Reconciliation seen = fixture.callback(PAID);

        assertThat(seen.due()).isEmpty();
        assertThat(fixture.refunds()).isEmpty();
        assertThat(fixture.result("k1").word()).isEqualTo("refunded");
        assertThat(fixture.given.lines())
                .containsOnlyOnce("operation:2#1=done")
                .containsOnlyOnce("refund:re_1001_2#1=done");
    }

    /** Restores the store's database from a backup that is older than the refund. */
    private PaymentFixture restored() {
        fixture.asks(refund("k1", 1000, 77));
        PaymentFixture restored = PaymentFixture.open();
        restored.gateway.says(new PaymentBuilder(fixture.at(PAID)));
        restored.callback(PAID);
        return restored;
    }

    @Test
    void S31_theGatewayRemembersTheRequest() {
        PaymentFixture restored = restored();

        assertThat(restored.asks(refund("k9", 1000, 77)).word()).isEqualTo("refunded");
        assertThat(restored.asks(refund("k8", 1001, 77)).code()).isEqualTo("refund_differs");
        assertThat(restored.refunds()).isEmpty();
    }

    @Test
    void S31_aNewRequestTakesNoNumberThatTheGatewayKnows() {
        PaymentFixture restored = restored();

        restored.asks(refund("k9", 500, 78));

        assertThat(restored.refunds()).extracting(Operation::number).containsExactly(3);
    }
}
