package dev.payonce.reconcile.uncaptured;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests of case 23: a void that the gateway turned down bars no later one. */
class H23_RefusedVoidsTest {

    private final Given given = given(anOrder());

    private final PaymentBuilder open = stripe("pi_1").stage(Stage.OPEN).tagged();

    private Operation voided() {
        return given.sees(open).due().getFirst();
    }

    @Test
    void H23_ARefusedVoidIsTriedAgain() {
        given.becomes(anOrder().status(Status.CANCELLED));
        Operation first = voided();
        Reconciliation refused = given.reconciles(Observation.of(
                new Outcome.Seen(first.number(), open.seenAt(given.now()).made())));

        assertThat(refused.next()).isInstanceOf(Next.RefreshAfter.class);
        assertThat(given.review()).isEmpty();
        given.after(Policy.VOID_AGAIN);
        assertThat(voided().number()).isEqualTo(first.number() + 1);
    }

    @Test
    void H23_AfterThreeAnOperatorIsAskedAndTheTriesGoOn() {
        given.becomes(anOrder().status(Status.CANCELLED));
        for (int tries = 0; tries < Policy.VOIDS; tries++) {
            Operation next = voided();
            assertThat(given.review()).as("the last of the tries is under way").isEmpty();
            given.reconciles(Observation.of(new Outcome.Refused(next.number(), "stripe-400")));
            given.after(Policy.LONG_REFRESH);
        }

        assertThat(given.sees(open).due()).hasSize(1);
        given.reconciles(Observation.of(new Outcome.Refused(Policy.VOIDS + 1, "stripe-400")));
        given.sees(open);
        assertThat(review().reason()).isEqualTo(Reason.VOID_DUE);
    }

    @Test
    void H23_TheTriesEnd() {
        given.becomes(anOrder().status(Status.CANCELLED));
        for (int tries = 0; tries < Policy.VOIDS_AT_MOST; tries++) {
            Operation next = voided();
            given.reconciles(Observation.of(new Outcome.Refused(next.number(), "stripe-400")));
            given.after(Policy.LONG_REFRESH);
        }

        assertThat(given.sees(open).due()).isEmpty();
        assertThat(review().reason()).isEqualTo(Reason.VOID_DUE);
    }

    /** A shopper who left; Stripe refuses to cancel the payment. */
    @Test
    void H23_AnAbandonedPaymentThatCannotBeVoidedAsks() {
        given.becomes(anOrder());
        given.sees(open);
        given.after(Policy.SHOPPER_WITHIN);
        for (int tries = 0; tries < Policy.VOIDS; tries++) {
            Operation next = voided();
            given.reconciles(Observation.of(new Outcome.Refused(next.number(), "stripe-400")));
            given.after(Policy.LONG_REFRESH);
        }
        given.sees(open);

        assertThat(review().reason()).isEqualTo(Reason.VOID_DUE);
        assertThat(review().lines().getFirst()).contains("waits for the shopper", "could not be voided");
    }

    /** It may still take the money, so the shopper's other card is not charged; the shopper is not held for that. */
    @Test
    void H23_AShopperWithAnotherCardIsReleasedWhileTheVoidWaits() {
        given.becomes(anOrder());
        Request other = new Request.Pay("k1", "stripe", "pm_2", false, "", false, "");
        Operation first = given.reconciles(given.observed(Duration.ZERO, open), List.of(other), List.of())
                .due()
                .getFirst();
        given.reconciles(Observation.of(new Outcome.Refused(first.number(), "stripe-400")));

        Reconciliation again = given.reconciles(given.observed(Duration.ZERO, open), List.of(other), List.of());

        assertThat(again.due()).isEmpty();
        assertThat(again.results().get("k1").word()).isEqualTo("other_payment");
    }

    /** The key was wrong for a minute: the same void is sent again. */
    @Test
    void H23_AVoidThatWasNotSentIsSentAgain() {
        given.becomes(anOrder().status(Status.CANCELLED));
        Operation first = voided();
        given.reconciles(Observation.of(new Outcome.NotSent(first.number(), "stripe-401")));

        assertThat(given.after(Duration.ofMinutes(1)).sees(open).due()).containsExactly(first);
    }

    private Review review() {
        return given.review().orElseThrow();
    }
}
