package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tests of one order with more than one captured payment: the payer is reconciled before the others are judged.
 */
class SeveralPaymentsTest {

    @Test
    void payOnceAndTheOtherIsAskedAbout() {
        Given given = given(anOrder());

        Reconciliation reconciled = given.sees(
                stripe("pi_2").captured().tagged(), stripe("pi_1").captured().tagged());

        assertThat(given.order().paid().orElseThrow().externalIds().contains("pi_1"))
                .isTrue();
        assertThat(reason(reconciled)).isEqualTo(Reason.REFUND_DUE);
    }

    /** The wrong one used to be judged first, as if the order were unpaid: reviewed once as this, once as that. */
    @Test
    void theOneThatPaysIsFoundBeforeTheOthersAreJudged() {
        Given given = given(anOrder());
        PaymentBuilder[] both = {
            stripe("pi_1").captured(100).tagged(), stripe("pi_2").captured().tagged()
        };

        Reconciliation first = given.sees(both);
        Reconciliation second = given.sees(both);

        assertThat(reason(first)).isEqualTo(Reason.REFUND_DUE);
        assertThat(second.next()).isEqualTo(first.next());
        assertThat(given.lines()).doesNotContain("review:2");
    }

    @Test
    void theDisputedOneIsAskedAboutAfterTheOtherPaid() {
        Given given = given(anOrder());
        PaymentBuilder[] both = {
            stripe("pi_1").captured().dispute("dp_1", State.OPEN, 4990).claimed(),
            stripe("pi_2").captured().claimed()
        };

        assertThat(reason(given.sees(both))).isEqualTo(Reason.DUPLICATE_PAYMENT);
        assertThat(given.sees(both).added()).extracting(Entry::name).doesNotContain("review:2");
    }

    /** Both used to count as the payer, and the second charge rested in silence. */
    @Test
    void anotherPluginThatOverwroteTheIdOnAPaidOrderDoesNotHideItsCharge() {
        Given given = given(anOrder());
        given.sees(stripe("pi_2").captured().tagged());
        given.becomes(anOrder().paidBy("pi_1"));

        Reconciliation reconciled = given.sees(stripe("pi_1").captured().claimed());

        assertThat(reason(reconciled)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void aDisputeDoesNotMakeAnotherPaymentThePaidBy() {
        Given given = given(anOrder());
        PaymentBuilder disputed =
                stripe("pi_2").captured().dispute("dp_1", State.OPEN, 4990).tagged();
        given.sees(stripe("pi_2").captured().tagged());
        given.sees(disputed);
        given.becomes(anOrder().paidBy("pi_1"));

        assertThat(reason(given.sees(stripe("pi_1").captured().claimed()))).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void anOrderThatWasRefundedAndPaidAgainWithoutUsIsLeftAlone() {
        Given given = given(anOrder());
        PaymentBuilder refunded =
                stripe("pi_1").captured().refund("re_1", State.DONE, 4990).tagged();
        given.sees(stripe("pi_1").captured().tagged());
        given.sees(refunded);
        given.becomes(anOrder().paidBy("pi_2"));

        Reconciliation reconciled =
                given.sees(refunded, stripe("pi_2").captured().claimed());

        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
    }

    /** The second payment is another plugin's, and so is the order's status. */
    @Test
    void anOrderThatWasPaidAgainWithoutUsMayBeCancelledWithoutAReview() {
        Given given = given(anOrder());
        PaymentBuilder refunded =
                stripe("pi_1").captured().refund("re_1", State.DONE, 4990).tagged();
        given.sees(stripe("pi_1").captured().tagged());
        given.sees(refunded);
        given.becomes(anOrder().paidBy("pi_2").status(Status.CANCELLED));

        given.sees(refunded, stripe("pi_2").captured().claimed());

        assertThat(given.review()).isEmpty();
    }

    /** Found by the property test: the first payer came back when the second one's dispute moved the order. */
    @Test
    void aNewPaidByStaysThePaidByWhateverMovesTheOrder() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());
        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).tagged());
        given.becomes(anOrder().paidBy("pi_2"));
        PaymentBuilder disputed =
                stripe("pi_2").captured().dispute("dp_1", State.LOST, 4990).claimed();

        given.sees(disputed);

        assertThat(given.status()).isEqualTo(Status.FAILED);
        assertThat(given.sees(disputed).next()).isEqualTo(new Next.Rest());
    }

    /** Found by the property test: asked in the round that saw the refund, and no more in the next. */
    @Test
    void aRefundSeenTogetherWithTheNewPaidByIsJudgedFirst() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());
        given.becomes(anOrder().paidBy("pi_2"));

        Reconciliation reconciled = given.sees(
                stripe("pi_1").captured().refund("re_1", State.DONE, 4990).tagged(),
                stripe("pi_2").captured().claimed());

        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
    }

    @Test
    void aSecondPayersResultIsThatTheOrderIsPaid() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.does(charge -> new Outcome.Unknown(charge.number(), "stripe-timeout", false));
        assertThat(fixture.asks(PaymentFixture.pay("k1")).code()).isEqualTo("outcome_unknown");
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());
        fixture.callback("pi_9");

        fixture.turnsUp();

        PaymentResult result = fixture.asks(PaymentFixture.pay("k1"));
        assertThat(result.word()).isEqualTo("paid");
        assertThat(result.of().payment()).isEqualTo("pi_9");
    }

    /** Two runs may read them in either order, and decide alike. */
    @ParameterizedTest
    @CsvSource({"pi_1, pi_2", "pi_2, pi_1"})
    void theSameOnePaysWhicheverWasSeenLast(String first, String last) {
        Given given = Given.given(anOrder());

        given.reconciles(given.observed(
                        Duration.ofSeconds(2), stripe(first).captured().claimed())
                .and(given.observed(Duration.ZERO, stripe(last).captured().claimed())));

        assertThat(given.order().paid().orElseThrow().externalIds().contains("pi_1"))
                .isTrue();
    }

    @Test
    void onePaymentThatWasSeenTwiceCountsAsItWasSeenLast() {
        Given given = Given.given(anOrder());

        Reconciliation both = given.reconciles(given.observed(
                        Duration.ofSeconds(2), stripe("pi_1").claimed())
                .and(given.observed(Duration.ZERO, stripe("pi_1").captured().claimed())));

        assertThat(given.lines()).containsExactly("payment:pi_1#1=captured", "paid");
        assertThat(both.next()).isEqualTo(new Next.Rest());
    }
}
