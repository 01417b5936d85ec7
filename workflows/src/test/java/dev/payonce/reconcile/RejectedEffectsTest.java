package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.Order.Status;
import dev.payonce.order.RejectedEffect;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of effects that the shop could not apply: an operator decides about them. */
class RejectedEffectsTest {

    private static final PaymentBuilder PAYMENT = stripe("pi_1").captured().tagged();
    private static final RejectedEffect FAILED = new RejectedEffect("paid", "failed_repeatedly", "disk full");

    private final Given given = given(anOrder());

    @BeforeEach
    void paid() {
        given.sees(PAYMENT);
        given.becomes(anOrder().paidBy("pi_1"));
    }

    @Test
    void rejectedEffectIsReviewedWithItsCause() {
        Review review = rejected();

        assertThat(review.reason()).isEqualTo(Review.Reason.EFFECT_REJECTED);
        assertThat(review.lines())
                .containsExactly("The shop cannot apply the effect of \"paid\": failed_repeatedly (disk full)");
        assertThat(review.actions())
                .containsExactly(
                        new ReviewAction.Refresh(), new ReviewAction.RetryEffects(), new ReviewAction.Dismiss());
    }

    @Test
    void reviewStaysOneWhileTheSameEffectIsRejected() {
        int number = rejected().number();

        given.sees(PAYMENT);

        assertThat(given.review()).map(Review::number).contains(number);
    }

    @Test
    void reviewClosesOnceTheEffectIsApplied() {
        rejected();

        given.becomes(anOrder().paidBy("pi_1")).sees(PAYMENT);

        assertThat(given.review()).isEmpty();
    }

    @Test
    void retryClosesTheReviewAndAnotherRejectionOpensTheNext() {
        int number = rejected().number();

        Reconciliation decided = decide(new ReviewAction.RetryEffects());

        assertThat(given.review()).isEmpty();
        assertThat(EffectRules.decided(Ledger.of(given.ledger()), decided.added()))
                .contains(new ReviewAction.RetryEffects());
        given.sees(PAYMENT);
        assertThat(given.review()).map(Review::number).contains(number + 1);
    }

    @Test
    void dismissedEffectIsDecidedAgainOnTheOrderAsItIs() {
        rejected();

        Reconciliation decided = decide(new ReviewAction.Dismiss());

        assertThat(EffectRules.decided(Ledger.of(given.ledger()), decided.added()))
                .contains(new ReviewAction.Dismiss());
        assertThat(decided.next()).isInstanceOf(Next.RefreshAfter.class);
        given.becomes(anOrder().status(Status.PENDING)).sees(PAYMENT);
        assertThat(given.ledger().stream().filter(line -> line.fact() instanceof Fact.Paid))
                .hasSize(2);
    }

    @Test
    void dismissedReviewOfAnotherKindDecidesNothingAboutEffects() {
        given.becomes(anOrder().status(Status.CANCELLED)).sees(PAYMENT);

        Reconciliation decided = decide(new ReviewAction.Dismiss());

        assertThat(EffectRules.decided(Ledger.of(given.ledger()), decided.added()))
                .isEmpty();
    }

    private Review rejected() {
        given.becomes(anOrder().paidBy("pi_1").rejecting(FAILED)).sees(PAYMENT);
        return given.review().orElseThrow();
    }

    private Reconciliation decide(ReviewAction action) {
        int number = given.review().orElseThrow().number();
        return given.reconciles(
                Observation.NOTHING, List.of(), List.of(new ReviewDecision(number, action, "ann", "mended", "d1")));
    }
}
