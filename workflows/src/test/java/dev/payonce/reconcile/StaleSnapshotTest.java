package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tests of an observation that is reconciled long after it was made: a worker died in between, and no other
 * replaced it for that long. Found by the property tests when their worker learnt to die there.
 */
class StaleSnapshotTest {

    private static final Request.Pay PAY = new Request.Pay("k1", "stripe", "pm_visa", false, "", false, "");
    private static final Request.Pay AGAIN = new Request.Pay("k2", "stripe", "pm_visa", false, "", false, "");

    /** The charge was still on its way at the lookup. It arrived; the order was charged twice. */
    @Test
    void provesNothingAbsentSoThatNothingIsChargedTwice() {
        Given given = given(anOrder());
        given.asks(PAY);
        Reconciliation unknown = given.reconciles(
                Observation.of(new Outcome.Unknown(1, "stripe-timeout", false)), List.of(PAY), List.of());
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        Observation nothing = Observation.of(mark, List.of(), mark.objects());
        Instant lookedUp = given.now();
        given.after(Policy.CHARGE_WITHIN);

        Reconciliation late = given.reconciles(nothing, lookedUp, List.of(AGAIN), List.of());

        assertThat(given.lines()).doesNotContain("operation:1#2=absent", "operation:2");
        assertThat(late.next()).isEqualTo(new Next.RefreshAfter(Duration.ZERO, List.of(mark)));
        assertThat(given.reconciles(nothing).due()).isEmpty();
        assertThat(given.lines()).contains("operation:1#2=absent");
    }

    @Test
    void doesNotRefundADecidedPaymentWhoseReviewOpensAgain() {
        Given given = given(anOrder());
        given.sees(PaymentBuilder.stripe("pi_1").captured().claimed());
        PaymentBuilder second = PaymentBuilder.stripe("pi_2").captured().claimed();
        given.sees(second);
        Payment seen = second.seenAt(given.now()).made();
        ReviewDecision decision = new ReviewDecision(1, new ReviewAction.RefundDuplicate("pi_2"), "ann", "paid twice");
        given.after(Policy.FRESH.plusSeconds(1));

        Reconciliation late = given.reconciles(
                Observation.of(Lookup.of(seen), List.of(seen), ExternalIds.NONE), List.of(), List.of(decision));
        given.sees(second.dispute("dp_1", Reversal.State.OPEN, 4990));

        assertThat(late.due()).isEmpty();
        assertThat(given.lines()).contains("decision:1", "review:1=closed", "review:2");
        assertThat(given.review().orElseThrow().actions()).doesNotContain(new ReviewAction.RefundDuplicate("pi_2"));
    }

    @Test
    void ofASecondPaymentOpensNoReviewAndRefundsNothingBeforeTheNext() {
        Given given = given(anOrder());
        given.sees(PaymentBuilder.stripe("pi_1").captured().claimed());

        Reconciliation late = given.sees(
                Policy.FRESH.plusSeconds(1),
                PaymentBuilder.stripe("pi_2").captured().claimed());

        assertThat(late.next())
                .isEqualTo(new Next.RefreshAfter(Duration.ZERO, List.of(new Lookup("stripe", ExternalIds.of("pi_2")))));
    }
}
