package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of orders that Payonce put on hold, and that a person or another program moves. */
class HeldOrdersTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();

    /** The cause of a hold. */
    enum Cause {
        REVIEW,
        WARNING,
        INQUIRY;

        PaymentBuilder seen() {
            return switch (this) {
                case REVIEW -> review(State.OPEN);
                case WARNING -> warning();
                case INQUIRY -> inquiry(State.OPEN);
            };
        }
    }

    private static Given paid() {
        Given given = given(anOrder(), Given.terms(Policy.Inquiry.HOLD));
        given.sees(PAID);
        return given;
    }

    private static Given held(Cause cause) {
        Given given = paid();
        given.sees(cause.seen());
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        return given.after(Policy.STALE_WRITE_WITHIN); // A person moves it, and no program that had read it before.
    }

    private static PaymentBuilder review(State state) {
        return back("prv_1", Kind.FRAUD_REVIEW, state);
    }

    private static PaymentBuilder warning() {
        return back("issfr_1", Kind.FRAUD_WARNING, State.DONE);
    }

    private static PaymentBuilder inquiry(State state) {
        return back("dp_1", Kind.INQUIRY, state);
    }

    private static PaymentBuilder disputed(State state) {
        return PAID.dispute("dp_2", state, 4990);
    }

    private static PaymentBuilder back(String id, Kind kind, State state) {
        return PAID.back(new Reversal(id, kind, state, new Money(4990, "EUR"), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void clerkWhoMovesAHeldOrderOnHasReleasedIt(Cause cause) {
        Given given = held(cause).becomes(Status.PROCESSING);

        given.sees(cause.seen());
        given.sees(cause.seen());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.review()).isEmpty();
        assertThat(given.notes()).last().asString().endsWith("RELEASED");
    }

    /** The hold of the review is the only one that shows on the order; the clerk has read the note of the warning. */
    @Test
    void releaseAnswersAlsoTheSignsThatCameWhileTheOrderWasOnHold() {
        Given given = held(Cause.REVIEW);
        given.sees(warning());
        given.sees(inquiry(State.OPEN));
        given.becomes(Status.PROCESSING);

        given.sees(inquiry(State.OPEN));
        given.sees(review(State.OPEN));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void signThatComesAfterAReleaseHoldsTheOrderAgain() {
        Given given = held(Cause.REVIEW).becomes(Status.PROCESSING);
        given.sees(PAID);

        given.sees(warning());

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    /** The release raises no event: it is seen together with the next sign only, which it cannot have answered. */
    @Test
    void signThatIsSeenTogetherWithAReleaseHoldsTheOrder() {
        for (PaymentBuilder next : List.of(warning(), PAID.dispute("dp_9", State.OPEN, 4990))) {
            Given given = held(Cause.REVIEW).becomes(Status.PROCESSING);

            given.sees(next);

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        }
    }

    /** The clerk releases the order, and puts it on hold for another reason later. */
    @ParameterizedTest
    @EnumSource(names = {"REVIEW", "INQUIRY"})
    void endOfASignDoesNotLiftTheMerchantsOwnHold(Cause cause) {
        Given given = held(cause).becomes(Status.PROCESSING);
        given.sees(cause.seen());
        given.becomes(Status.ON_HOLD);
        PaymentBuilder end = cause == Cause.REVIEW ? review(State.WON) : inquiry(State.WON);
        assertThat(reason(given.sees(end))).isEqualTo(Reason.PAID_BUT_CLOSED);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @ParameterizedTest
    @EnumSource
    void cancelledHeldOrderGoesToReview(Cause cause) {
        for (Status closed : List.of(Status.CANCELLED, Status.FAILED, Status.TRASH)) {
            Given given = held(cause).becomes(closed);

            assertThat(reason(given.sees(cause.seen()))).isEqualTo(Reason.PAID_BUT_CLOSED);
            assertThat(given.status()).isEqualTo(closed);
        }
    }

    @Test
    void operatorWhoAcceptsACancelledHeldOrderReleasesIt() {
        Given given = held(Cause.REVIEW).becomes(Status.CANCELLED);
        given.sees(PAID);

        given.reconciles(
                given.observed(PAID),
                List.of(),
                List.of(new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "she is known")));
        given.sees(review(State.OPEN));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.review()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "FAILED", "ON_HOLD", "TRASH"})
    void orderThatIsClosedAfterItsReviewWasApprovedGoesToReview(Status closed) {
        Given given = held(Cause.REVIEW);
        given.sees(review(State.WON));
        given.becomes(closed);

        assertThat(reason(given.sees(PAID))).isEqualTo(Reason.PAID_BUT_CLOSED);
    }

    @Test
    void orderThatIsCancelledDuringItsReviewGoesToReviewWhicheverComesFirst() {
        for (boolean cancelledFirst : List.of(true, false)) {
            Given given = held(Cause.REVIEW);
            if (cancelledFirst) {
                given.becomes(Status.CANCELLED);
                given.sees(review(State.WON));
            } else {
                given.sees(review(State.WON));
                given.becomes(Status.CANCELLED);
                given.sees(PAID);
            }

            assertThat(given.review().orElseThrow().reason()).isEqualTo(Reason.PAID_BUT_CLOSED);
            assertThat(given.status()).isEqualTo(Status.CANCELLED);
        }
    }

    @Test
    void orderThatIsCancelledDuringOrAfterItsDisputeGoesToReviewWhenThatIsWon() {
        for (boolean during : List.of(true, false)) {
            Given given = paid();
            given.sees(disputed(State.OPEN));
            if (during) {
                assertThat(reason(given.becomes(Status.CANCELLED).sees(disputed(State.OPEN))))
                        .isEqualTo(Reason.DISPUTED);
            } else {
                given.sees(disputed(State.WON));
                given.becomes(Status.CANCELLED);
            }

            assertThat(reason(given.sees(disputed(State.WON)))).isEqualTo(Reason.PAID_BUT_CLOSED);
            assertThat(given.status()).isEqualTo(Status.CANCELLED);
        }
    }

    /** Its dispute goes on, and the money may still be lost. */
    @Test
    void releasedOrderIsShownAsDisputed() {
        Given given = paid();
        given.sees(disputed(State.OPEN));

        assertThat(given.after(Policy.STALE_WRITE_WITHIN)
                        .becomes(Status.PROCESSING)
                        .sees(disputed(State.OPEN))
                        .view()
                        .status())
                .isEqualTo(PaymentSummary.Status.DISPUTED);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** Another program had read the order before it was paid. */
    @ParameterizedTest
    @EnumSource
    void staleWriterDoesNotReleaseTheOrder(Cause cause) {
        Given given = held(cause).becomes(Status.PENDING);

        given.sees(cause.seen());
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        assertThat(given.lines()).contains("paid#2");

        given.sees(cause.seen());
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        assertThat(given.lines()).doesNotContain("paid#3");
    }

    @Test
    void approvalLiftsTheHoldThatAStaleWriterHadUndone() {
        Given given = held(Cause.REVIEW).becomes(Status.PENDING);
        given.sees(review(State.OPEN));

        given.sees(review(State.WON));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void staleWriterWhoHadReadAFailedOrderDoesNotReleaseIt() {
        Given given = given(anOrder().status(Status.FAILED));
        given.sees(review(State.OPEN));
        given.becomes(new OrderBuilder(given.order()).status(Status.FAILED));

        given.sees(PAID);

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void closedInquiryDoesNotLiftTheHoldOfAnotherSign() {
        for (Cause cause : List.of(Cause.REVIEW, Cause.WARNING)) {
            Given given = held(cause);
            given.sees(inquiry(State.OPEN));

            given.sees(inquiry(State.WON));

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        }
    }

    @Test
    void reviewThatAReleaseAnsweredKeepsNoLaterHold() {
        Given given = held(Cause.REVIEW).becomes(Status.PROCESSING);
        given.sees(PAID);
        given.sees(review(State.LOST));
        given.sees(inquiry(State.OPEN));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(inquiry(State.WON));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void closedInquiryDoesNotLiftTheHoldOfAReviewThatWasNotApproved() {
        Given given = held(Cause.REVIEW);
        given.sees(review(State.LOST));
        given.sees(inquiry(State.OPEN));

        given.sees(inquiry(State.WON));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }
}
