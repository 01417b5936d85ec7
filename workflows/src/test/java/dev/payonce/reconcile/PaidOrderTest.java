package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of captured payments where the order is paid. */
class PaidOrderTest {

    @Test
    void isNotPaidAgainByTheSamePayment() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().claimed());

        Reconciliation again = given.sees(stripe("pi_1").captured().claimed());

        assertThat(again.added()).isEmpty();
        assertThat(given.lines()).hasSize(2);
        assertThat(again.next()).isEqualTo(new Next.Rest());
    }

    @Test
    void S33_byTheStoresOwnPluginUnderAnotherNameIsLeftAlone() {
        Given given = given(anOrder().paidBy("ch_1"));

        Reconciliation reconciled =
                given.sees(stripe("pi_1").transaction("ch_1").captured().claimed());

        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
        assertThat(given.lines()).containsExactly("payment:pi_1#1=captured");
    }

    @Test
    void S02_getsTheSecondPaymentBackIfItIsOurs() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());

        Reconciliation reconciled = given.sees(
                stripe("pi_1").captured().tagged(), stripe("pi_2").captured().tagged());

        assertThat(reason(reconciled)).isEqualTo(Reason.REFUND_DUE);
        assertThat(given.review().orElseThrow().lines().getFirst()).contains("pi_2", "refund it");
    }

    @Test
    void neverGivesAnotherPluginsMoneyBackOnItsOwn() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());

        Reconciliation reconciled = given.sees(stripe("pi_2").captured().claimed());

        assertThat(reason(reconciled)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @ParameterizedTest
    @CsvSource({"DONE, DUPLICATE_PAYMENT", "PENDING, DUPLICATE_PAYMENT", "FAILED, REFUND_DUE"})
    void keepsTheSecondPaymentUntilADecisionWhileTheFirstIsNotWhole(State refund, Reason reason) {
        Given given = given(anOrder());
        PaymentBuilder paidBy =
                stripe("pi_1").captured().refund("re_1", refund, 1000).tagged();
        given.sees(paidBy);

        Reconciliation reconciled = given.sees(paidBy, stripe("pi_2").captured().tagged());

        assertThat(reason(reconciled)).isEqualTo(reason);
    }

    @Test
    void keepsTheSecondPaymentUntilADecisionWhileTheFirstIsDisputed() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());

        Reconciliation reconciled = given.sees(
                stripe("pi_1").captured().dispute("dp_1", State.OPEN, 4990).tagged(),
                stripe("pi_2").captured().tagged());

        assertThat(reason(reconciled)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void byThePluginUnderAnotherNameIsNoLongerWholeEither() {
        Given given = given(anOrder().paidBy("ch_1"));
        PaymentBuilder paidBy = stripe("pi_1").transaction("ch_1").captured().claimed();
        PaymentBuilder refunded = paidBy.refund("re_1", State.DONE, 1000);
        given.sees(refunded);

        assertThat(reason(given.sees(refunded, stripe("pi_2").captured().tagged())))
                .isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void byCashAsksAboutACapture() {
        Given given = given(anOrder().paidBy());

        assertThat(reason(given.sees(stripe("pi_1").captured().tagged()))).isEqualTo(Reason.PAID_OTHERWISE);
    }

    @ParameterizedTest
    @CsvSource({
        "PROCESSING, PAID_OTHERWISE",
        "COMPLETED, PAID_OTHERWISE",
        "REFUNDED, ORDER_NOT_PAYABLE",
        "OTHER, ORDER_NOT_PAYABLE"
    })
    void orNotPayableWithoutAnybodySayingByWhomAsksAboutACapture(Status status, Reason reason) {
        Given given = given(anOrder().status(status));

        assertThat(reason(given.sees(stripe("pi_1").captured().tagged()))).isEqualTo(reason);
        assertThat(given.status()).isEqualTo(status);
    }

    @Test
    void asksNoMoreOnceTheDuplicateMoneyIsGivenBack() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged(), stripe("pi_2").captured().tagged());

        Reconciliation reconciled = given.sees(
                stripe("pi_2").captured().refund("re_1", State.DONE, 4990).tagged());

        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
        assertThat(given.lines()).contains("review:1", "review:1=closed");
    }

    @Test
    void aPaymentCapturedElsewhereInTheTableNeverCallsForACaptureOrAVoid() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());

        assertThat(given.sees(stripe("pi_2").stage(Stage.CLOSED).tagged()).next())
                .isEqualTo(new Next.Rest());
    }
}
