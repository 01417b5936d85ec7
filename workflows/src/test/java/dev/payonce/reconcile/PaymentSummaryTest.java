package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentSummaryTest {

    private static final Optional<Money> TOTAL = Optional.of(new Money(4990, "EUR"));

    @Test
    void nothingKnownIsNothing() {
        assertThat(PaymentSummary.of(Ledger.EMPTY)).isEqualTo(PaymentSummary.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, OPEN",
        "PENDING, PENDING",
        "AUTHORIZED, AUTHORIZED",
        "CLOSED, CANCELLED",
    })
    void aPaymentOnItsWayIsShownWithWhatItIsFor(Stage stage, PaymentSummary.Status status) {
        PaymentSummary view = given(anOrder())
                .sees(stripe("pi_1").stage(stage, WaitsFor.SHOPPER).tagged())
                .view();

        assertThat(view).isEqualTo(new PaymentSummary(status, Optional.empty(), Optional.of("pi_1"), TOTAL));
    }

    @Test
    void aDeclineIsShown() {
        assertThat(given(anOrder())
                        .sees(stripe("pi_1").declined("expired").tagged())
                        .view()
                        .status())
                .isEqualTo(PaymentSummary.Status.DECLINED);
    }

    @Test
    void thePaidByIsShownWithWhatWasCaptured() {
        PaymentSummary view =
                given(anOrder()).sees(stripe("pi_1").captured(4991).claimed()).view();

        assertThat(view)
                .isEqualTo(new PaymentSummary(
                        PaymentSummary.Status.PAID,
                        Optional.empty(),
                        Optional.of("pi_1"),
                        Optional.of(new Money(4991, "EUR"))));
    }

    /** An order that the shop's own plugin had paid first used to be shown as refunded. */
    @Test
    void S33_anOrderThatThePluginPaidIsShownAsPaid() {
        Given given = given(anOrder().paidBy("ch_1"));
        PaymentBuilder captured = stripe("pi_1").transaction("ch_1").captured().claimed();

        assertThat(given.sees(captured).view())
                .isEqualTo(
                        new PaymentSummary(PaymentSummary.Status.PAID, Optional.empty(), Optional.of("pi_1"), TOTAL));
        assertThat(given.sees(captured.refund("re_1", State.DONE, 4989)).view().status())
                .isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void aRefundOfAnotherPaymentDoesNotCount() {
        Given given = given(anOrder().paidBy("pi_1"));

        PaymentSummary view = given.sees(
                        stripe("pi_1").captured().claimed(),
                        stripe("pi_2")
                                .captured()
                                .refund("re_1", State.DONE, 4990)
                                .claimed())
                .view();

        assertThat(view.status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(view.payment()).hasValue("pi_1");
    }

    @ParameterizedTest
    @CsvSource({"DONE, REFUNDED", "PENDING, REFUNDED", "FAILED, PAID"})
    void moneyThatWasGivenBackBeforeItPaidIsShownAsRefunded(State state, PaymentSummary.Status status) {
        Given given = given(anOrder().paidBy("pi_1"));

        PaymentSummary view = given.sees(
                        stripe("pi_1").captured().refund("re_1", state, 4990).claimed())
                .view();

        assertThat(view.status()).isEqualTo(state == State.DONE ? PaymentSummary.Status.REFUNDED : status);
    }

    @Test
    void theMostAdvancedPaymentIsShown() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.CLOSED).tagged(), stripe("pi_2").tagged());

        PaymentSummary view = given.sees(
                        stripe("pi_3").stage(Stage.PENDING).tagged(),
                        stripe("pi_4").declined("expired").tagged())
                .view();

        assertThat(view.payment()).hasValue("pi_3");
    }

    @Test
    void aNewTryIsShownBeforeAnOldPaymentThatWasGivenBack() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).claimed());

        PaymentSummary view = given.sees(stripe("pi_2").claimed()).view();

        assertThat(view.status()).isEqualTo(PaymentSummary.Status.OPEN);
        assertThat(view.payment()).hasValue("pi_2");
    }

    @Test
    void anOpenReviewComesFirstWithItsReasonAsACode() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());

        PaymentSummary view = given.sees(
                        stripe("pi_1").captured().tagged(),
                        stripe("pi_2").captured().tagged())
                .view();

        assertThat(view)
                .isEqualTo(new PaymentSummary(
                        PaymentSummary.Status.NEEDS_REVIEW, Optional.of("REFUND_DUE"), Optional.of("pi_1"), TOTAL));
    }

    @Test
    void aReviewAboutAPaymentThatIsNotOursNamesIt() {
        Given given = given(anOrder());
        PaymentBuilder foreign =
                stripe("pi_7").captured().tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, "another", 1);

        assertThat(given.sees(foreign).view())
                .isEqualTo(new PaymentSummary(
                        PaymentSummary.Status.NEEDS_REVIEW,
                        Optional.of("ORDER_KEY_DIFFERS"),
                        Optional.of("pi_7"),
                        Optional.empty()));
    }

    @Test
    void lookupsComeInPartsThatAGatewayResults() {
        ExternalIds eleven = ExternalIds.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");

        assertThat(new Lookup("stripe", eleven).parts())
                .extracting(part -> part.objects().all().size())
                .containsExactly(10, 1);
        assertThat(new Lookup("stripe", ExternalIds.NONE).parts()).isEmpty();
    }
}
