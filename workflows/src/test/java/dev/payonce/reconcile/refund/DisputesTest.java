package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.refresh;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.Review;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DisputesTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();
    private static final Duration STALE = Duration.ofSeconds(31);

    private static final Policy.Terms NOTES =
            Given.terms(Policy.LateSuccess.REOPEN, Policy.DuplicatePayment.REFUND, 20, Policy.Disputes.NOTE);

    private static Given aPaidOrder() {
        Given given = given(anOrder());
        given.sees(PAID);
        return given;
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESSING", "COMPLETED"})
    void putThePaidOrderOnHoldAndWonBackToWhereItWas(Status paid) {
        Given given = aPaidOrder().becomes(paid);

        Reconciliation open = given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        assertThat(given.lines()).endsWith("dispute:dp_1#1=open", "status:3");
        assertThat(open.view().status()).isEqualTo(PaymentSummary.Status.DISPUTED);

        Reconciliation won = given.sees(PAID.dispute("dp_1", State.WON, 4990));
        assertThat(given.status()).isEqualTo(paid);
        assertThat(won.view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    /** The order was refunded and then paid again without us, so two payments have paid it. */
    @Test
    void wonForOnePaymentDoNotLiftTheHoldOfAnother() {
        Given given = aPaidOrder();
        PaymentBuilder refunded = PAID.refund("re_1", State.DONE, 4990);
        given.sees(refunded);
        given.becomes(new OrderBuilder(given.order()).paidBy("pi_2"));
        PaymentBuilder held = refunded.dispute("dp_1", State.OPEN, 4990);
        given.sees(held);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(held, stripe("pi_2").captured().claimed().dispute("dp_2", State.WON, 4990));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESSING", "COMPLETED", "ON_HOLD"})
    void thatAreLostFailTheOrder(Status paid) {
        Given given = aPaidOrder().becomes(paid);

        Reconciliation lost = given.sees(PAID.dispute("dp_1", State.LOST, 4990));

        assertThat(given.status()).isEqualTo(Status.FAILED);
        assertThat(given.ledger().getLast().fact())
                .isEqualTo(new Fact.OrderStatusChanged(
                        paid, Status.FAILED, "pi_1", Fact.StatusReason.DISPUTE_LOST, "dp_1", 3));
        assertThat(lost.view().status()).isEqualTo(PaymentSummary.Status.DISPUTED);
    }

    @ParameterizedTest
    @CsvSource({"OPEN, PROCESSING", "LOST, PROCESSING", "WON, ON_HOLD"})
    void thatWereObservedLongAgoAreRefreshedFirst(State state, Status status) {
        Given given = aPaidOrder();
        if (state == State.WON) {
            given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        }
        given.after(Duration.ofHours(1));

        Reconciliation reconciled = given.sees(STALE, PAID.dispute("dp_1", state, 4990));

        assertThat(given.status()).isEqualTo(status);
        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
    }

    /** Each state is a note, and the order stays where it is. */
    @Test
    void moveNothingWhereTheMerchantWantsNotesOnly() {
        Given given = given(anOrder(), NOTES);
        given.sees(PAID);

        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        given.sees(PAID.dispute("dp_1", State.WON, 4990));
        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        given.sees(PAID.dispute("dp_1", State.LOST, 4990));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.notes())
                .endsWith("dispute:dp_1#1=open", "dispute:dp_1#2=won", "dispute:dp_1#3=open", "dispute:dp_1#4=lost")
                .hasSize(5);
    }

    /** An order that a change of policy finds on hold would stay there for ever. */
    @Test
    void thatWereOnHoldBeforeAreStillPutBackWhenTheyAreWon() {
        Given given = aPaidOrder();
        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));

        given.want(NOTES);
        given.sees(PAID.dispute("dp_1", State.WON, 4990));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @ParameterizedTest
    @CsvSource({"DONE, OPEN, true", "PENDING, LOST, true", "FAILED, OPEN, false", "DONE, WON, false"})
    void thatCrossARefundOfTheSameMoneyAreAskedAbout(State refund, State dispute, boolean asks) {
        Given given = aPaidOrder();

        given.sees(PAID.refund("re_1", refund, 4990).dispute("dp_1", dispute, 4990));

        assertThat(given.review().map(Review::reason))
                .isEqualTo(asks ? Optional.of(Review.Reason.DISPUTED) : Optional.empty());
    }

    @Test
    void aboutWhatIsLeftAfterAPartWasRefundedAreNoReview() {
        Given given = aPaidOrder();

        given.sees(PAID.refund("re_1", State.DONE, 1000).dispute("dp_1", State.OPEN, 3990));

        assertThat(given.review()).isEmpty();
    }

    @Test
    void thatMovedTheOrderAlreadyNeedNoFreshRefresh() {
        Given given = aPaidOrder();
        given.sees(PAID.dispute("dp_1", State.LOST, 4990));

        Reconciliation reconciled = given.after(STALE).sees(STALE, PAID.dispute("dp_1", State.LOST, 4990));

        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "REFUNDED", "OTHER"})
    void leaveAnOrderAloneThatAnotherProgramMovedOn(Status status) {
        Given given = aPaidOrder().becomes(status);

        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        given.sees(PAID.dispute("dp_1", State.LOST, 4990));

        assertThat(given.status()).isEqualTo(status);
    }

    @Test
    void ofAnotherPaymentThanThePaidByMoveNothing() {
        Given given = aPaidOrder();

        given.sees(stripe("pi_2").captured().dispute("dp_1", State.OPEN, 4990).claimed());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void thatAreWonDoNotTouchAnOrderThatAnotherProgramPutOnHold() {
        Given given = aPaidOrder();
        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        given.sees(PAID.dispute("dp_1", State.WON, 4990));
        given.becomes(Status.ON_HOLD);

        given.sees(PAID.dispute("dp_1", State.WON, 4990).dispute("dp_2", State.WON, 10));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        assertThat(given.lines()).endsWith("dispute:dp_2#1=won", "review:1");
        assertThat(given.review().orElseThrow().reason()).isEqualTo(Review.Reason.PAID_BUT_CLOSED);
    }

    /** The merchant has shipped it meanwhile. */
    @Test
    void thatAreWonDoNotTouchAnOrderThatTheMerchantMovedOn() {
        Given given = aPaidOrder();
        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        given.becomes(Status.COMPLETED);

        given.sees(PAID.dispute("dp_1", State.WON, 4990));

        assertThat(given.status()).isEqualTo(Status.COMPLETED);
    }

    /** One of two won used to release the order while the other was still open. */
    @Test
    void leaveTheOrderOnHoldUntilTheLastIsWon() {
        Given given = aPaidOrder();
        PaymentBuilder both = PAID.dispute("dp_1", State.OPEN, 100).dispute("dp_2", State.OPEN, 100);
        PaymentBuilder oneWon = PAID.dispute("dp_1", State.OPEN, 100).dispute("dp_2", State.WON, 100);
        PaymentBuilder otherWon = PAID.dispute("dp_1", State.WON, 100).dispute("dp_2", State.OPEN, 100);
        PaymentBuilder allWon = PAID.dispute("dp_1", State.WON, 100).dispute("dp_2", State.WON, 100);
        given.sees(both);

        given.sees(oneWon);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        given.sees(otherWon);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        given.sees(allWon);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void decideByTheWorstOfThemWhateverTheOrderOfTheList() {
        Given one = aPaidOrder();
        Given other = aPaidOrder();

        one.sees(PAID.dispute("dp_1", State.OPEN, 100).dispute("dp_2", State.LOST, 4990));
        other.sees(PAID.dispute("dp_2", State.LOST, 4990).dispute("dp_1", State.OPEN, 100));

        assertThat(one.lines())
                .isEqualTo(other.lines())
                .endsWith("dispute:dp_2#1=lost", "dispute:dp_1#1=open", "status:3", "review:1");
        assertThat(one.status()).isEqualTo(Status.FAILED);
    }
}
