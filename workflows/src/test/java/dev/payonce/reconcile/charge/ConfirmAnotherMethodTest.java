package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static dev.payonce.reconcile.PaymentFixture.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.DeclinedPayment;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of another attempt of our own declined payment with another method: the same payment takes it. */
class ConfirmAnotherMethodTest {

    private final Given given = given(anOrder());
    private final PaymentBuilder declined =
            stripe("pi_1").tagged().transaction("ch_1").declined("insufficient_funds");

    @Test
    void J31_AnotherMethodConfirmsTheSameIntent() {
        Operation.Charge again = (Operation.Charge) again("pm_2").due().getFirst();

        assertThat(again.method()).isEqualTo("pm_2");
        assertThat(again.confirms()).contains(new DeclinedPayment("pi_1", "ch_1"));
        given.comesTo(given.outcome(2, attempt().captured()));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.resolved(1)).contains(OperationStatus.DECLINED);
    }

    @Test
    void eachAttemptHasAnIdempotencyKeyOfItsOwn() {
        Operation.Charge second = (Operation.Charge) again("pm_2").due().getFirst();
        PaymentBuilder declinedAgain = attempt().declined("insufficient_funds");
        given.comesTo(given.outcome(2, declinedAgain));

        Operation.Charge third = (Operation.Charge)
                given.reconciles(given.observed(declinedAgain), List.of(pay("k3", "pm_1")), List.of())
                        .due()
                        .getFirst();

        assertThat(third.confirms()).contains(new DeclinedPayment("pi_1", "ch_2"));
        assertThat(third.header().idempotencyKey()).isNotEqualTo(second.header().idempotencyKey());
    }

    /** The network fines merchants for another try of the same card, not for another card. */
    @Test
    void aCardThatMustNotBeTriedAgainLeavesTheIntentToAnotherCard() {
        PaymentBuilder lost = stripe("pi_1")
                .tagged()
                .transaction("ch_1")
                .declined("lost_card", RetryAdvice.of(RetryAdvice.Way.NEVER));
        given.isDeclined(pay("k1", "pm_1"), lost);

        assertThat(given.reconciles(given.observed(lost), List.of(pay("k3", "pm_2")), List.of())
                        .due())
                .singleElement()
                .isInstanceOfSatisfying(
                        Operation.Charge.class,
                        charge -> assertThat(charge.confirms()).isPresent());
    }

    /** Two tabs try different cards after the decline: the second joins the first, and one card is charged. */
    @Test
    void twoTabsWithDifferentMethodsAreOneAttempt() {
        again("pm_2");

        Reconciliation other = given.reconciles(given.observed(declined), List.of(pay("k3", "pm_3")), List.of());

        assertThat(other.due())
                .singleElement()
                .isInstanceOfSatisfying(
                        Operation.Charge.class,
                        charge -> assertThat(charge.method()).isEqualTo("pm_2"));
    }

    /** The old tab's own script has confirmed it meanwhile: the gateway takes one of both, and shows it. */
    @Test
    void aLateSuccessOfTheFirstAttemptAnswersTheSecond() {
        again("pm_2");

        given.comesTo(
                given.outcome(2, stripe("pi_1").tagged().transaction("ch_0").captured()));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.resolved(2)).contains(OperationStatus.DONE);
        assertThat(given.reconciles(Observation.NOTHING, List.of(pay("k3", "pm_3")), List.of())
                        .due())
                .isEmpty();
    }

    /** The worker dies between the confirmation and its record: another one sends the same request by the same key. */
    @Test
    void aConfirmationThatIsSentAgainHasTheSameMethodAndKey() {
        Operation.Charge sent = (Operation.Charge) again("pm_2").due().getFirst();

        Operation.Charge repeated =
                (Operation.Charge) given.reconciles(Observation.NOTHING).due().getFirst();

        assertThat(repeated).isEqualTo(sent);
    }

    /** The gateway may not take this method for this payment; a new payment takes it. */
    @Test
    void aConfirmationThatIsRefusedIsNotSentAgain() {
        again("pm_2");
        given.comesTo(new Outcome.Refused(2, "stripe-payment_intent_invalid_parameter"));

        assertThat(given.reconciles(given.observed(declined), List.of(pay("k3", "pm_2")), List.of())
                        .due())
                .singleElement()
                .isInstanceOfSatisfying(
                        Operation.Void.class, it -> assertThat(it.payment()).isEqualTo("pi_1"));
    }

    /** An intent keeps its capture method and its customer. */
    @Test
    void otherTermsGetAPaymentOfTheirOwn() {
        given.isDeclined(pay("k1", "pm_1"), declined);
        Request manual = new Request.Pay("k2", "stripe", "pm_2", true, "", false, "");

        assertThat(given.reconciles(given.observed(declined), List.of(manual), List.of())
                        .due())
                .singleElement()
                .isInstanceOf(Operation.Void.class);
    }

    /** Stripe refuses an attempt that cannot send the shopper back, or that may not send her away. */
    @ParameterizedTest
    @CsvSource({"https://shop.example, ''", "'', https://shop.example"})
    void attemptThatCannotReturnAsTheFirstOneGetsAPaymentOfItsOwn(String first, String second) {
        given.isDeclined(returning("k1", first, "pm_1"), declined);

        assertThat(given.reconciles(given.observed(declined), List.of(returning("k2", second, "pm_2")), List.of())
                        .due())
                .singleElement()
                .isInstanceOf(Operation.Void.class);
    }

    /** A renewal is declined while she is away, and she pays it in the shop by the same card. */
    @Test
    void attemptOfTheSameMethodMayReturnWhereTheFirstOneCouldNot() {
        given.isDeclined(pay("k1", "pm_1"), declined);

        assertThat(given.reconciles(
                                given.observed(declined),
                                List.of(returning("k2", "https://shop.example", "pm_1")),
                                List.of())
                        .due())
                .singleElement()
                .isInstanceOf(Operation.Charge.class);
    }

    /** A shopper who comes back by another page is still one who comes back. */
    @Test
    void attemptWithAnotherAddressToReturnToConfirmsTheSameIntent() {
        given.isDeclined(returning("k1", "https://shop.example/a", "pm_1"), declined);

        assertThat(given.reconciles(
                                given.observed(declined),
                                List.of(returning("k2", "https://shop.example/b", "pm_2")),
                                List.of())
                        .due())
                .singleElement()
                .isInstanceOf(Operation.Charge.class);
    }

    /** A person changed the amount of our payment at the gateway. */
    @Test
    void paymentOfAnotherAmountIsNotConfirmedAgain() {
        given.isDeclined(pay("k1", "pm_1"), declined);
        PaymentBuilder changed = PaymentBuilder.of("pi_1", new Money(100, "EUR"))
                .tagged()
                .transaction("ch_1")
                .declined("insufficient_funds");

        assertThat(given.reconciles(given.observed(changed), List.of(pay("k2", "pm_2")), List.of())
                        .due())
                .singleElement()
                .isInstanceOf(Operation.Void.class);
    }

    /** She would pay the changed amount in the open 3-D Secure page. */
    @Test
    void openPaymentOfAnotherAmountIsNotGoneOnWith() {
        again("pm_2");
        PaymentBuilder waiting =
                stripe("pi_1").tagged().transaction("ch_1").stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        given.comesTo(given.outcome(2, waiting));
        PaymentBuilder changed = PaymentBuilder.of("pi_1", new Money(100, "EUR"))
                .tagged()
                .transaction("ch_1")
                .stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);

        assertThat(given.reconciles(given.observed(changed), List.of(pay("k3", "pm_2")), List.of())
                        .due())
                .singleElement()
                .isInstanceOf(Operation.Void.class);
    }

    /** The second card waits for 3-D Secure; the shopper reloads the page and goes on with it. */
    @Test
    void aReloadGoesOnWithTheMethodOfTheLastAttempt() {
        again("pm_2");
        PaymentBuilder waiting =
                stripe("pi_1").tagged().transaction("ch_1").stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        given.comesTo(given.outcome(2, waiting));

        assertThat(given.reconciles(given.observed(waiting), List.of(pay("k3", "pm_2")), List.of())
                        .due())
                .isEmpty();
    }

    /** Declines the payment and lets the shopper come again with this method. */
    private Reconciliation again(String method) {
        given.isDeclined(pay("k1", "pm_1"), declined);
        return given.reconciles(given.observed(declined), List.of(pay("k2", method)), List.of());
    }

    private static Request.Pay returning(String key, String returnTo, String method) {
        return new Request.Pay(key, "stripe", method, false, returnTo, false, "");
    }

    private static PaymentBuilder attempt() {
        return stripe("pi_1").tagged().transaction("ch_2");
    }
}
