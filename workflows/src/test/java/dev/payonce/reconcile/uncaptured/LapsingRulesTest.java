package dev.payonce.reconcile.uncaptured;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test of authorizations that lapse soon: who decides, and what happens. */
class LapsingRulesTest {

    private static final Policy.Terms REVIEW = Policy.Terms.DEFAULT;
    private static final Policy.Terms CAPTURE = Given.terms(Policy.Lapsing.CAPTURE);
    private static final Policy.Terms VOID = Given.terms(Policy.Lapsing.VOID);

    private final PaymentBuilder authorized =
            stripe("pi_1").stage(Stage.AUTHORIZED).tagged();

    @Test
    void D12_KlarnaIsNotVoidedOnDaySix() {
        for (Policy.Terms terms : List.of(REVIEW, CAPTURE, VOID)) {
            Given given = given(anOrder(), terms);
            PaymentBuilder klarna = authorized.until(given.now().plus(Duration.ofDays(28)));
            given.sees(klarna);

            for (int day = 1; day < 27; day++) {
                Reconciliation seen = given.after(Duration.ofDays(1)).sees(klarna);
                assertThat(seen.due()).as("day %d", day).isEmpty();
                assertThat(given.review()).as("day %d", day).isEmpty();
            }
            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        }
    }

    @Test
    void D12_LapsingAuthorizationAsksADayBefore() {
        Given given = given(anOrder());
        PaymentBuilder lapsing = authorized.until(given.now().plus(Duration.ofDays(7)));
        given.sees(lapsing);
        assertThat(given.after(Duration.ofDays(6).minusSeconds(1)).sees(lapsing).due())
                .isEmpty();
        assertThat(given.review()).isEmpty();

        Reconciliation asked = given.after(Duration.ofSeconds(1)).sees(lapsing);

        assertThat(reason(asked)).isEqualTo(Reason.CAPTURE_DUE);
        assertThat(asked.due()).isEmpty();
        assertThat(given.review().orElseThrow().lines().getFirst()).contains("pi_1", "lapses within a day");
        int number = given.review().orElseThrow().number();
        given.after(Duration.ofHours(20)).sees(lapsing);
        assertThat(given.review().orElseThrow().number()).as("the same review").isEqualTo(number);
    }

    @Test
    void D12_AMethodWithoutAKnownWindowIsReviewedOnDayFiveAndNeverVoided() {
        for (Policy.Terms terms : List.of(REVIEW, CAPTURE, VOID)) {
            Given given = given(anOrder(), terms);
            given.sees(authorized);
            assertThat(given.after(Duration.ofDays(5).minusSeconds(1))
                            .sees(authorized)
                            .due())
                    .isEmpty();
            assertThat(given.review()).isEmpty();

            Reconciliation asked = given.after(Duration.ofSeconds(1)).sees(authorized);

            assertThat(reason(asked)).isEqualTo(Reason.CAPTURE_DUE);
            assertThat(given.after(Duration.ofDays(30)).sees(authorized).due()).isEmpty();
        }
    }

    @Test
    void D12_ThePolicyCaptureTakesAllOfItOnce() {
        Given given = given(anOrder(), CAPTURE);
        PaymentBuilder lapsing = authorized.until(given.now().plus(Duration.ofDays(7)));
        given.sees(lapsing);

        Reconciliation due = given.after(Duration.ofDays(6)).sees(lapsing);

        Operation.Capture capture = (Operation.Capture) due.due().getFirst();
        assertThat(capture.payment()).isEqualTo("pi_1");
        assertThat(capture.money()).isEqualTo(new Money(4990, "EUR"));
        assertThat(capture.last()).isTrue();
        given.reconciles(Observation.of(new Outcome.Seen(
                capture.number(),
                stripe("pi_1").captured().tagged().seenAt(given.now()).made())));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void D12_ACaptureThatWasRefusedIsReviewed() {
        Given given = given(anOrder(), CAPTURE);
        PaymentBuilder lapsing = authorized.until(given.now().plus(Duration.ofDays(7)));
        given.sees(lapsing);
        int number =
                given.after(Duration.ofDays(6)).sees(lapsing).due().getFirst().number();

        given.reconciles(Observation.of(new Outcome.Refused(number, "stripe-charge_expired_for_capture")));
        Reconciliation asked = given.sees(lapsing);

        assertThat(reason(asked)).isEqualTo(Reason.CAPTURE_DUE);
        assertThat(asked.due()).isEmpty();
    }

    @Test
    void D12_ThePolicyCaptureWithARaisedTotalAsks() {
        Given given = given(anOrder(), CAPTURE);

        Reconciliation asked = lapses(given, "79.90");

        assertThat(reason(asked)).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(asked.due()).isEmpty();
    }

    /** Items were taken off the order after the shopper authorized it. */
    @Test
    void D12_ThePolicyCaptureTakesNoMoreThanTheOrderAsksNow() {
        Given given = chargedOnApproval();

        Reconciliation due = lapses(given, "19.90");

        Operation.Capture capture = (Operation.Capture) due.due().getFirst();
        assertThat(capture.money()).isEqualTo(new Money(1990, "EUR"));
        given.reconciles(Observation.of(new Outcome.Seen(
                capture.number(),
                stripe("pi_1").captured(1990).tagged().seenAt(given.now()).made())));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void D12_ThePolicyCaptureOfTooLittleAsks() {
        Given given = chargedOnApproval();

        Reconciliation asked = lapses(given, "79.90");

        assertThat(reason(asked)).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(asked.due()).isEmpty();
    }

    /** Changes the order's total after the authorization, which lapses the next day. */
    private Reconciliation lapses(Given given, String total) {
        PaymentBuilder lapsing = authorized.until(given.now().plus(Duration.ofDays(7)));
        given.sees(lapsing);
        given.becomes(anOrder().status(Status.ON_HOLD).total(total, "EUR"));
        return given.after(Duration.ofDays(6)).sees(lapsing);
    }

    /** Returns an order with an authorization of 49.90 EUR by our own charge, for the policy that captures it. */
    private static Given chargedOnApproval() {
        Given given = given(anOrder(), CAPTURE);
        Request pay = new Request.Pay("k1", "stripe", "pm_visa", true, "", false, "");
        assertThat(given.asks(pay).due()).hasSize(1);
        return given;
    }

    @Test
    void D12_ThePolicyVoidGivesItUpADayBeforeItLapsesAndTheOrderIsCancelled() {
        Given given = given(anOrder(), VOID);
        Instant until = given.now().plus(Duration.ofDays(5));
        given.sees(authorized.until(until));

        Reconciliation due = given.after(Duration.ofDays(4)).sees(authorized.until(until));

        assertThat(due.due()).singleElement().isInstanceOf(Operation.Void.class);
        given.sees(stripe("pi_1").stage(Stage.CLOSED).tagged());
        assertThat(given.status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void D12_AnotherPluginsAuthorizationIsNeverCapturedNorVoided() {
        for (Policy.Terms terms : List.of(CAPTURE, VOID)) {
            Given given = given(anOrder(), terms);
            PaymentBuilder theirs = stripe("pi_1")
                    .stage(Stage.AUTHORIZED)
                    .claimed()
                    .until(given.now().plus(Duration.ofDays(7)));
            given.sees(theirs);

            Reconciliation asked = given.after(Duration.ofDays(6)).sees(theirs);

            assertThat(reason(asked)).isEqualTo(Reason.CAPTURE_DUE);
            assertThat(asked.due()).isEmpty();
        }
    }
}
