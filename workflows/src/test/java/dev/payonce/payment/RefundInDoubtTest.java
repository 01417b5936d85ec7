package dev.payonce.payment;

import static dev.payonce.payment.Till.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import dev.payonce.payment.Answer.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Refunds of which nobody knows whether they were made, or whose memory is lost. */
class RefundInDoubtTest {

    private static final String PAID = "pi_1001_1";

    private final Till till = Till.paid();

    private static Outcome lost(Operation operation) {
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    private void losesEveryAnswer() {
        till.gateway.does(RefundInDoubtTest::lost);
    }

    private void answersAgain() {
        till.gateway.does(till.gateway::succeed);
    }

    @Test
    void S23_isPendingAndNeverAnErrorAndNothingElseIsRefundedMeanwhile() {
        losesEveryAnswer();

        Answer unknown = till.asks(refund("k1", 1000));
        Answer next = till.asks(refund("k2", 1000));

        assertThat(unknown.state()).isEqualTo(State.PENDING);
        assertThat(unknown.code()).isEqualTo("outcome_unknown");
        assertThat(next).isEqualTo(Answer.of(State.LATER, "refund_in_doubt"));
        assertThat(till.refunds()).hasSize(1);
    }

    @Test
    void S39_clickedAgainItIsTheSameRefundAlsoUnderAnotherKey() {
        losesEveryAnswer();
        till.asks(refund("k1", 1000, 77));

        assertThat(till.asks(refund("k1", 1000, 77)).state()).isEqualTo(State.PENDING);
        assertThat(till.asks(refund("k2", 1000, 77)).state()).isEqualTo(State.PENDING);
        assertThat(till.refunds()).hasSize(1);
    }

    @Test
    void S39_isFoundByItsNumberAtTheGatewayAndThenTheNextOneIsMade() {
        till.gateway.does(it -> {
            till.gateway.succeed(it);
            return lost(it);
        });
        till.asks(refund("k1", 1000));
        answersAgain();
        till.looks();

        assertThat(till.answer("k1").state()).isEqualTo(State.REFUNDED);
        assertThat(till.asks(refund("k2", 500)).state()).isEqualTo(State.REFUNDED);
        assertThat(till.at(PAID).net().minor()).isEqualTo(3490);
    }

    @Test
    void isLookedUpAtOnceWhenSomebodyAsksInALaterRun() {
        till.gateway.does(it -> {
            till.gateway.succeed(it);
            return lost(it);
        });
        till.given.settles(Observation.NOTHING, List.of(refund("k1", 1000)), List.of());
        till.asks(refund("k1", 1000));
        answersAgain();

        assertThat(till.asks(refund("k2", 500)).state()).isEqualTo(State.REFUNDED);
        assertThat(till.answer("k1").state()).isEqualTo(State.REFUNDED);
    }

    @Test
    void andThatTheGatewayDoesNotShowForAQuarterOfAnHourWasNeverMade() {
        losesEveryAnswer();
        till.asks(refund("k1", 1000, 77));
        answersAgain();
        till.after(Policy.ABSENT_AFTER);
        till.looks();

        assertThat(till.answer("k1")).isEqualTo(numbered(Answer.refused("not_carried_out"), 2));
        assertThat(till.asks(refund("k2", 1000, 77)).state()).isEqualTo(State.REFUNDED);
    }

    @Test
    void andThatTheGatewayMayStillMakeIsAPersonsMatter() {
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-500", true));
        till.asks(refund("k1", 1000));
        till.after(Policy.ABSENT_AFTER);
        till.looks();

        assertThat(till.given.question().orElseThrow().reason()).isEqualTo(Question.Reason.OUTCOME_UNKNOWN);
        assertThat(till.asks(refund("k2", 1000)).state()).isEqualTo(State.LATER);
        till.decides(new Choice.GiveUp());
        answersAgain();
        assertThat(till.asks(refund("k3", 1000)).state()).isEqualTo(State.REFUNDED);
    }

    /** Given up when the wish was made, shown by the look that it took: one wish of the store, one refund. */
    @Test
    void andThatWasGivenUpAndThenMadeIsTheRefundOfWhoeverWishesForItAnew() {
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-500", true));
        till.asks(refund("k1", 1000, 77));
        till.after(Policy.ABSENT_AFTER);
        till.looks();
        till.decides(new Choice.GiveUp());
        answersAgain();
        till.gateway.succeed(till.refunds().getFirst());

        assertThat(till.asks(refund("k2", 1000, 77)).state()).isEqualTo(State.REFUNDED);
        assertThat(till.refunds()).hasSize(1);
    }

    /** Everybody had to believe that it never arrived; then it did, and another wish must not repeat it. */
    @Test
    void andThatTurnsUpAfterAllIsKnownByItsNumber() {
        losesEveryAnswer();
        till.asks(refund("k1", 1000, 77));
        Operation.Refund lost = till.refunds().getFirst();
        answersAgain();
        till.after(Policy.ABSENT_AFTER);
        till.looks();
        till.gateway.succeed(lost);
        till.callback(PAID);

        assertThat(till.given.lines()).contains("operation:2#2=absent", "operation:2#3=done");
        assertThat(till.asks(refund("k2", 1000, 77)).state()).isEqualTo(State.REFUNDED);
        assertThat(till.refunds()).hasSize(1);
    }

    @Test
    void S08_andWhoseCallbackComesBeforeItIsRecordedOnceAndNotSentAgain() {
        Payment paid = till.at(PAID);
        Settlement decided = till.given.settles(
                Observation.of(Draft.lookup(paid), List.of(paid), Names.NONE), List.of(refund("k1", 1000)), List.of());
        till.gateway.succeed(decided.due().getFirst());

        Settlement seen = till.callback(PAID);

        assertThat(seen.due()).isEmpty();
        assertThat(till.refunds()).isEmpty();
        assertThat(till.answer("k1").state()).isEqualTo(State.REFUNDED);
        assertThat(till.given.lines())
                .containsOnlyOnce("operation:2#1=done")
                .containsOnlyOnce("refund:re_1001_2#1=done");
    }

    /** The store's database came back from a backup that is older than the refund. */
    private Till restored() {
        till.asks(refund("k1", 1000, 77));
        Till restored = Till.open();
        restored.gateway.says(new APayment(till.at(PAID)));
        restored.callback(PAID);
        return restored;
    }

    @Test
    void S31_theGatewayRemembersTheWish() {
        Till restored = restored();

        assertThat(restored.asks(refund("k9", 1000, 77)).state()).isEqualTo(State.REFUNDED);
        assertThat(restored.asks(refund("k8", 1001, 77)).code()).isEqualTo("refund_differs");
        assertThat(restored.refunds()).isEmpty();
    }

    @Test
    void S31_aNewWishTakesNoNumberThatTheGatewayKnows() {
        Till restored = restored();

        restored.asks(refund("k9", 500, 78));

        assertThat(restored.refunds()).extracting(Operation::number).containsExactly(3);
    }

    private static Answer numbered(Answer answer, int operation) {
        return new Answer(
                answer.state(),
                answer.code(),
                answer.mayRetry(),
                answer.gateway(),
                answer.payment(),
                answer.money(),
                operation);
    }
}
