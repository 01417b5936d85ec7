package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.DeclinedPayment;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.order.ExternalIds;
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
import java.util.Optional;
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
        assertThat(comesTo(new Outcome.Seen(2, now(attempt().captured()))).due())
                .isEmpty();
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(status(1)).contains(OperationStatus.DECLINED);
        assertThat(status(2)).contains(OperationStatus.DONE);
    }

    @Test
    void J31_AnotherOpenPaymentOfTheOrderIsVoidedFirst() {
        isDeclined();

        Reconciliation both = given.reconciles(
                seen(declined).and(seen(stripe("pi_2").tagged())), List.of(pay("k2", "pm_1")), List.of());

        assertThat(both.due()).noneMatch(Operation.Charge.class::isInstance);
    }

    @Test
    void J31_ALostAnswerIsNeitherADeclineNorAbsentWhileTheEarlierAttemptIsShown() {
        again("pm_1");
        comesTo(new Outcome.Unknown(2, "stripe-timeout", false, given.now()));

        given.after(Duration.ofSeconds(5)).reconciles(seen(declined));
        assertThat(status(2)).contains(OperationStatus.UNKNOWN);

        given.after(Duration.ofSeconds(5)).reconciles(seen(attempt().captured()));
        assertThat(status(2)).contains(OperationStatus.DONE);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void J31_ALostAnswerIsADeclineWhenAnotherAttemptIsShown() {
        again("pm_1");
        comesTo(new Outcome.Unknown(2, "stripe-timeout", false, given.now()));

        given.after(Duration.ofSeconds(5)).reconciles(seen(attempt().declined("insufficient_funds")));

        assertThat(status(2)).contains(OperationStatus.DECLINED);
        assertThat(status(1)).contains(OperationStatus.DECLINED);
    }

    @Test
    void J31_ALostAnswerIsResentWithTheSameKey() {
        again("pm_1");
        comesTo(new Outcome.Unknown(2, "stripe-timeout", false, given.now()));

        Reconciliation later =
                given.after(Policy.UNKNOWN_REFRESH_LONGEST.plusSeconds(1)).reconciles(seen(declined));

        assertThat(later.due()).singleElement().isInstanceOfSatisfying(Operation.Charge.class, charge -> {
            assertThat(charge.number()).isEqualTo(2);
            assertThat(charge.confirms()).contains(new DeclinedPayment("pi_1", "ch_1"));
        });
    }

    @Test
    void J31_AnUnansweredAttemptIsAbsentAndTheNextIsANewOne() {
        again("pm_1");
        comesTo(new Outcome.Unknown(2, "stripe-timeout", false, given.now()));
        given.after(Policy.CHARGE_WITHIN).reconciles(seen(declined));
        assertThat(status(2)).contains(OperationStatus.ABSENT);

        Reconciliation next = given.reconciles(seen(declined), List.of(pay("k3", "pm_1")), List.of());

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
        comesTo(new Outcome.Seen(2, now(waiting)));

        Reconciliation reload = given.reconciles(seen(waiting), List.of(pay("k3", "pm_1")), List.of());

        assertThat(reload.due()).isEmpty();
        assertThat(status(2)).contains(OperationStatus.DONE);
    }

    @Test
    void J31_AClosedPaymentBesideItDoesNotMatter() {
        isDeclined();
        given.sees(stripe("pi_0").claimed().stage(Stage.CLOSED));

        Reconciliation again = given.reconciles(
                seen(declined).and(seen(stripe("pi_0").claimed().stage(Stage.CLOSED))),
                List.of(pay("k2", "pm_1")),
                List.of());

        assertThat(again.due()).singleElement().isInstanceOf(Operation.Charge.class);
    }

    /** The shopper tried again in Stripe's own window, and the bank said never. */
    @Test
    void J31_ADeclineThatForbidsAnotherTryIsNotConfirmedAgain() {
        isDeclined();
        PaymentBuilder never = declined.declined("stolen_card", RetryAdvice.of(RetryAdvice.Way.NEVER));

        Reconciliation again = given.reconciles(seen(never), List.of(pay("k2", "pm_1")), List.of());

        assertThat(again.due()).noneMatch(Operation.Charge.class::isInstance);
    }

    @Test
    void J31_AnotherAccountDoesNotConfirmIt() {
        isDeclined();
        Request other = new Request.Pay("k2", "other", "pm_1", false, "", false, "");

        assertThat(given.reconciles(seen(declined), List.of(other), List.of()).due())
                .noneMatch(Operation.Charge.class::isInstance);
    }

    /** The bank's "never" was for another card. */
    @Test
    void J31_ADeclineForEverOfAnotherCardForbidsNothing() {
        PaymentBuilder never = declined.declined("stolen_card", RetryAdvice.of(RetryAdvice.Way.NEVER));
        given.asks(pay("k1", "pm_stolen"));
        comesTo(new Outcome.Seen(1, now(never)));
        given.reconciles(seen(never), List.of(pay("k2", "pm_1")), List.of());
        PaymentBuilder second = attempt().declined("insufficient_funds");
        comesTo(new Outcome.Seen(2, now(second)));

        assertThat(given.reconciles(seen(second), List.of(pay("k3", "pm_1")), List.of())
                        .due())
                .singleElement()
                .isInstanceOfSatisfying(
                        Operation.Charge.class,
                        again -> assertThat(again.confirms()).isPresent());
    }

    @Test
    void J31_AVoidOnItsWayIsAwaitedFirst() {
        isDeclined();
        given.reconciles(seen(declined), List.of(new Request.Cancel("c1", "")), List.of());

        Reconciliation again = given.reconciles(seen(declined), List.of(pay("k2", "pm_1")), List.of());

        assertThat(again.due()).noneMatch(Operation.Charge.class::isInstance);
        assertThat(again.results().get("k2").waits()).isTrue();
    }

    /** Declines the payment and lets the shopper come again with this method. */
    private Reconciliation again(String method) {
        isDeclined();
        return given.reconciles(seen(declined), List.of(pay("k2", method)), List.of());
    }

    private void isDeclined() {
        given.asks(pay("k1", "pm_1"));
        comesTo(new Outcome.Seen(1, now(declined)));
        assertThat(status(1)).contains(OperationStatus.DECLINED);
    }

    private PaymentBuilder attempt() {
        return stripe("pi_1").tagged().transaction("ch_2");
    }

    private Reconciliation comesTo(Outcome outcome) {
        return given.reconciles(Observation.of(outcome));
    }

    private Payment now(PaymentBuilder payment) {
        return payment.seenAt(given.now()).made();
    }

    private Observation seen(PaymentBuilder payment) {
        Payment made = now(payment);
        return Observation.of(Lookup.of(made), List.of(made), ExternalIds.NONE);
    }

    private static Request pay(String key, String method) {
        return new Request.Pay(key, "stripe", method, false, "", false, "");
    }

    private Optional<OperationStatus> status(int number) {
        return given.ledger().stream()
                .map(line -> line.fact())
                .filter(fact -> fact instanceof Fact.OperationResolved resolved && resolved.operation() == number)
                .map(fact -> ((Fact.OperationResolved) fact).status())
                .reduce((_, last) -> last);
    }
}
