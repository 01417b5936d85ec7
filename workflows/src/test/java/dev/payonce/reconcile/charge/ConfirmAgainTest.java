package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static dev.payonce.reconcile.PaymentFixture.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.DeclinedPayment;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test of another attempt of our own declined payment. */
class ConfirmAgainTest {

    private final Given given = given(anOrder());
    private final PaymentBuilder declined =
            stripe("pi_1").tagged().transaction("ch_1").declined("insufficient_funds");

    @Test
    void J31_TheSameMethodAgainConfirmsTheSameIntent() {
        Operation.Charge again = (Operation.Charge) again("pm_1").due().getFirst();

        assertThat(again.number()).isEqualTo(2);
        assertThat(again.confirms()).contains(new DeclinedPayment("pi_1", "ch_1"));
        assertThat(given.comesTo(given.outcome(2, attempt().captured())).due()).isEmpty();
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.resolved(1)).contains(OperationStatus.DECLINED);
        assertThat(given.resolved(2)).contains(OperationStatus.DONE);
    }

    @Test
    void J31_AnotherOpenPaymentOfTheOrderIsVoidedFirst() {
        isDeclined();

        Reconciliation both = given.reconciles(
                given.observed(declined, stripe("pi_2").tagged()), List.of(pay("k2", "pm_1")), List.of());

        assertThat(both.due()).noneMatch(Operation.Charge.class::isInstance);
    }

    @Test
    void J31_ALostAnswerIsNeitherADeclineNorAbsentWhileTheEarlierAttemptIsShown() {
        again("pm_1");
        given.comesTo(new Outcome.Unknown(2, "stripe-timeout", false, given.now()));

        given.after(Duration.ofSeconds(5)).sees(declined);
        assertThat(given.resolved(2)).contains(OperationStatus.UNKNOWN);

        given.after(Duration.ofSeconds(5)).sees(attempt().captured());
        assertThat(given.resolved(2)).contains(OperationStatus.DONE);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void J31_ALostAnswerIsADeclineWhenAnotherAttemptIsShown() {
        again("pm_1");
        given.comesTo(new Outcome.Unknown(2, "stripe-timeout", false, given.now()));

        given.after(Duration.ofSeconds(5)).sees(attempt().declined("insufficient_funds"));

        assertThat(given.resolved(2)).contains(OperationStatus.DECLINED);
        assertThat(given.resolved(1)).contains(OperationStatus.DECLINED);
    }

    @Test
    void J31_ALostAnswerIsResentWithTheSameKey() {
        again("pm_1");
        given.comesTo(new Outcome.Unknown(2, "stripe-timeout", false, given.now()));

        Reconciliation later =
                given.after(Policy.UNKNOWN_REFRESH_LONGEST.plusSeconds(1)).sees(declined);

        assertThat(later.due()).singleElement().isInstanceOfSatisfying(Operation.Charge.class, charge -> {
            assertThat(charge.number()).isEqualTo(2);
            assertThat(charge.confirms()).contains(new DeclinedPayment("pi_1", "ch_1"));
        });
    }

    @Test
    void J31_AnUnansweredAttemptIsAbsentAndTheNextIsANewOne() {
        again("pm_1");
        given.comesTo(new Outcome.Unknown(2, "stripe-timeout", false, given.now()));
        given.after(Policy.CHARGE_WITHIN).sees(declined);
        assertThat(given.resolved(2)).contains(OperationStatus.ABSENT);

        Reconciliation next = given.reconciles(given.observed(declined), List.of(pay("k3", "pm_1")), List.of());

        assertThat(next.due())
                .singleElement()
                .isInstanceOfSatisfying(
                        Operation.Charge.class,
                        charge -> assertThat(charge.number()).isEqualTo(3));
    }

    @Test
    void J31_AShopperInThreeDSecureOfTheSecondAttemptGoesOnWithIt() {
        again("pm_1");
        PaymentBuilder waiting =
                stripe("pi_1").tagged().transaction("ch_1").stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        given.comesTo(given.outcome(2, waiting));

        Reconciliation reload = given.reconciles(given.observed(waiting), List.of(pay("k3", "pm_1")), List.of());

        assertThat(reload.due()).isEmpty();
        assertThat(given.resolved(2)).contains(OperationStatus.DONE);
    }

    @Test
    void J31_AClosedPaymentBesideItDoesNotMatter() {
        isDeclined();
        given.sees(stripe("pi_0").claimed().stage(Stage.CLOSED));

        Reconciliation again = given.reconciles(
                given.observed(declined, stripe("pi_0").claimed().stage(Stage.CLOSED)),
                List.of(pay("k2", "pm_1")),
                List.of());

        assertThat(again.due()).singleElement().isInstanceOf(Operation.Charge.class);
    }

    /** The shopper tried again in Stripe's own window, and the bank said never. */
    @Test
    void J31_ADeclineThatForbidsAnotherTryIsNotConfirmedAgain() {
        isDeclined();
        PaymentBuilder never = declined.declined("stolen_card", RetryAdvice.of(RetryAdvice.Way.NEVER));

        Reconciliation again = given.reconciles(given.observed(never), List.of(pay("k2", "pm_1")), List.of());

        assertThat(again.due()).noneMatch(Operation.Charge.class::isInstance);
    }

    @Test
    void J31_AnotherAccountDoesNotConfirmIt() {
        isDeclined();
        Request other = new Request.Pay("k2", "other", "pm_1", false, "", false, "");

        assertThat(given.reconciles(given.observed(declined), List.of(other), List.of())
                        .due())
                .noneMatch(Operation.Charge.class::isInstance);
    }

    /** The bank's "never" was for another card. */
    @Test
    void J31_ADeclineForEverOfAnotherCardForbidsNothing() {
        PaymentBuilder never = declined.declined("stolen_card", RetryAdvice.of(RetryAdvice.Way.NEVER));
        given.isDeclined(pay("k1", "pm_stolen"), never);
        given.reconciles(given.observed(never), List.of(pay("k2", "pm_1")), List.of());
        PaymentBuilder second = attempt().declined("insufficient_funds");
        given.comesTo(given.outcome(2, second));

        assertThat(given.reconciles(given.observed(second), List.of(pay("k3", "pm_1")), List.of())
                        .due())
                .singleElement()
                .isInstanceOfSatisfying(
                        Operation.Charge.class,
                        again -> assertThat(again.confirms()).isPresent());
    }

    @Test
    void J31_AVoidOnItsWayIsAwaitedFirst() {
        isDeclined();
        given.reconciles(given.observed(declined), List.of(new Request.Cancel("c1", "")), List.of());

        Reconciliation again = given.reconciles(given.observed(declined), List.of(pay("k2", "pm_1")), List.of());

        assertThat(again.due()).noneMatch(Operation.Charge.class::isInstance);
        assertThat(again.results().get("k2").waits()).isTrue();
    }

    /** Declines the payment and lets the shopper come again with this method. */
    private Reconciliation again(String method) {
        isDeclined();
        return given.reconciles(given.observed(declined), List.of(pay("k2", method)), List.of());
    }

    private void isDeclined() {
        given.isDeclined(pay("k1", "pm_1"), declined);
    }

    private static PaymentBuilder attempt() {
        return stripe("pi_1").tagged().transaction("ch_2");
    }
}
