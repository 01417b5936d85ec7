package dev.payonce.payment;

import static dev.payonce.payment.APayment.stripe;
import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.payment.Payment.Return.State;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {

    private static final Optional<Money> TOTAL = Optional.of(new Money(4990, "EUR"));

    @Test
    void nothingKnownIsNothing() {
        assertThat(View.of(Ledger.EMPTY)).isEqualTo(View.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, OPEN",
        "PENDING, PENDING",
        "AUTHORIZED, AUTHORIZED",
        "CLOSED, CANCELLED",
    })
    void aPaymentOnItsWayIsShownWithWhatItIsFor(Stage stage, View.Status status) {
        View view = given(anOrder())
                .sees(stripe("pi_1").stage(stage, WaitsFor.SHOPPER).tagged())
                .view();

        assertThat(view).isEqualTo(new View(status, Optional.empty(), Optional.of("pi_1"), TOTAL));
    }

    @Test
    void aDeclineIsShown() {
        assertThat(given(anOrder())
                        .sees(stripe("pi_1").declined("expired").tagged())
                        .view()
                        .status())
                .isEqualTo(View.Status.DECLINED);
    }

    @Test
    void thePayerIsShownWithWhatWasCaptured() {
        View view =
                given(anOrder()).sees(stripe("pi_1").captured(4991).claimed()).view();

        assertThat(view)
                .isEqualTo(new View(
                        View.Status.PAID, Optional.empty(), Optional.of("pi_1"), Optional.of(new Money(4991, "EUR"))));
    }

    /** An order that the shop's own plugin had paid first used to be shown as refunded. */
    @Test
    void S33_anOrderThatThePluginPaidIsShownAsPaid() {
        Given given = given(anOrder().paidBy("ch_1"));
        APayment captured = stripe("pi_1").transaction("ch_1").captured().claimed();

        assertThat(given.sees(captured).view())
                .isEqualTo(new View(View.Status.PAID, Optional.empty(), Optional.of("pi_1"), TOTAL));
        assertThat(given.sees(captured.refund("re_1", State.DONE, 4989)).view().status())
                .isEqualTo(View.Status.PAID);
    }

    @Test
    void whatWasGivenBackOfAnotherPaymentDoesNotCount() {
        Given given = given(anOrder().paidBy("pi_1"));

        View view = given.sees(
                        stripe("pi_1").captured().claimed(),
                        stripe("pi_2")
                                .captured()
                                .refund("re_1", State.DONE, 4990)
                                .claimed())
                .view();

        assertThat(view.status()).isEqualTo(View.Status.PAID);
        assertThat(view.payment()).hasValue("pi_1");
    }

    @ParameterizedTest
    @CsvSource({"DONE, REFUNDED", "PENDING, REFUNDED", "FAILED, PAID"})
    void moneyThatWasGivenBackBeforeItPaidIsShownAsRefunded(State state, View.Status status) {
        Given given = given(anOrder().paidBy("pi_1"));

        View view = given.sees(
                        stripe("pi_1").captured().refund("re_1", state, 4990).claimed())
                .view();

        assertThat(view.status()).isEqualTo(state == State.DONE ? View.Status.REFUNDED : status);
    }

    @Test
    void theMostAdvancedPaymentIsShown() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.CLOSED).tagged(), stripe("pi_2").tagged());

        View view = given.sees(
                        stripe("pi_3").stage(Stage.PENDING).tagged(),
                        stripe("pi_4").declined("expired").tagged())
                .view();

        assertThat(view.payment()).hasValue("pi_3");
    }

    @Test
    void aNewTryIsShownBeforeAnOldPaymentThatWasGivenBack() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).claimed());

        View view = given.sees(stripe("pi_2").claimed()).view();

        assertThat(view.status()).isEqualTo(View.Status.OPEN);
        assertThat(view.payment()).hasValue("pi_2");
    }

    @Test
    void anOpenQuestionComesFirstWithItsReasonAsACode() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());

        View view = given.sees(
                        stripe("pi_1").captured().tagged(),
                        stripe("pi_2").captured().tagged())
                .view();

        assertThat(view).isEqualTo(new View(View.Status.ASKING, Optional.of("REFUND_DUE"), Optional.of("pi_1"), TOTAL));
    }

    @Test
    void aQuestionAboutAPaymentThatIsNotOursNamesIt() {
        Given given = given(anOrder());
        APayment foreign = stripe("pi_7").captured().tagged("", AnOrder.SITE, AnOrder.NUMBER, "another", 1);

        assertThat(given.sees(foreign).view())
                .isEqualTo(new View(
                        View.Status.ASKING, Optional.of("ORDER_KEY_DIFFERS"), Optional.of("pi_7"), Optional.empty()));
    }

    @Test
    void lookupsComeInPartsThatAGatewayAnswers() {
        Names eleven = Names.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");

        assertThat(new Lookup("stripe", eleven).parts())
                .extracting(part -> part.objects().all().size())
                .containsExactly(10, 1);
        assertThat(new Lookup("stripe", Names.NONE).parts()).isEmpty();
    }
}
