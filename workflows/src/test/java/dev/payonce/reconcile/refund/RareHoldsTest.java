package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of holds that two payments share, that end without a decision, or whose sign changes. */
class RareHoldsTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();
    private static final PaymentBuilder SECOND = stripe("pi_2").captured().claimed();

    private static Given paid() {
        Given given = given(anOrder());
        given.sees(PAID);
        return given;
    }

    private static PaymentBuilder sign(PaymentBuilder payment, String id, Kind kind, State state) {
        return payment.back(new Reversal(id, kind, state, new Money(4990, "EUR"), Optional.empty(), Optional.empty()));
    }

    private static PaymentBuilder review(PaymentBuilder payment, String id, State state) {
        return sign(payment, id, Kind.FRAUD_REVIEW, state);
    }

    /** Pays an order by two payments: the first one's refund fails after the second one had paid. */
    private static Given paidTwice() {
        Given given = paid();
        given.sees(PAID.refund("re_1", State.DONE, 4990));
        given.becomes(Status.PENDING).sees(SECOND);
        given.sees(PAID.refund("re_1", State.FAILED, 4990));
        assertThat(given.lines()).contains("paid#2");
        return given.becomes(Status.PROCESSING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void orderOfTwoPayersInReviewWaitsForBothApprovals(boolean firstApprovedFirst) {
        PaymentBuilder first = PAID.refund("re_1", State.FAILED, 4990);
        Given given = paidTwice();
        given.sees(review(first, "prv_1", State.OPEN));
        given.sees(review(SECOND, "prv_2", State.OPEN));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        PaymentBuilder one = review(first, "prv_1", State.WON);
        PaymentBuilder other = review(SECOND, "prv_2", State.WON);
        given.sees(firstApprovedFirst ? one : other);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(firstApprovedFirst ? other : one);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** It is closed without a decision, and takes no money. */
    @Test
    void disputeThatIsPreventedPutsItsOrderBack() {
        Given given = paid();
        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(PAID.dispute("dp_1", State.PREVENTED, 4990));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** No bank has decided for the merchant. */
    @Test
    void disputeThatIsPreventedDoesNotAnswerAWarning() {
        Given given = paid();
        given.sees(sign(PAID, "issfr_1", Kind.FRAUD_WARNING, State.DONE));
        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));

        given.sees(PAID.dispute("dp_1", State.PREVENTED, 4990));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void disputeThatIsPreventedByARefundLeavesTheOrderRefunded() {
        Given given = paid();
        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));

        given.sees(PAID.dispute("dp_1", State.PREVENTED, 4990).refund("re_1", State.DONE, 4990));

        assertThat(given.status()).isEqualTo(Status.REFUNDED);
    }

    private static Given released() {
        Given given = paid();
        given.sees(PAID.dispute("dp_1", State.OPEN, 1000));
        given.after(Policy.STALE_WRITE_WITHIN).becomes(Status.PROCESSING);
        given.sees(PAID.dispute("dp_1", State.OPEN, 1000));
        return given;
    }

    @Test
    void releasedDisputeWhoseAmountChangesDoesNotHoldAgain() {
        Given given = released();

        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** Another dispute is not the one that the clerk knew, and neither is the same one when it opens again. */
    @Test
    void disputeThatComesAfterTheReleaseHolds() {
        Given given = released();
        given.sees(PAID.dispute("dp_1", State.WON, 1000));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);

        given.sees(PAID.dispute("dp_1", State.OPEN, 1000));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    /** The bank's question was released; its dispute takes the money. */
    @Test
    void disputeThatWasAReleasedInquiryHolds() {
        Given given = given(anOrder(), Given.terms(Policy.Inquiry.HOLD));
        given.sees(PAID);
        given.sees(sign(PAID, "dp_1", Kind.INQUIRY, State.OPEN));
        given.after(Policy.STALE_WRITE_WITHIN).becomes(Status.PROCESSING);
        given.sees(sign(PAID, "dp_1", Kind.INQUIRY, State.OPEN));

        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    /** The note told the merchant; an order in processing is shipped, so its warning holds it. */
    @Test
    void warningAboutACompletedOrderHoldsItOnceItIsInProcessingAgain() {
        Given given = paid().becomes(Status.COMPLETED);
        given.sees(sign(PAID, "issfr_1", Kind.FRAUD_WARNING, State.DONE));
        assertThat(given.status()).isEqualTo(Status.COMPLETED);

        given.becomes(Status.PROCESSING).sees(PAID);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.after(Policy.STALE_WRITE_WITHIN).becomes(Status.PROCESSING).sees(PAID);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }
}
