package dev.payonce.payment;

import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A look that is settled long after it was made: a worker died in between, and nobody took its place for that long. Found
 * by the property tests when their worker learnt to die there.
 */
class OldLookTest {

    private static final Request.Pay PAY = new Request.Pay("k1", "stripe", "pm_visa", false, "", false);
    private static final Request.Pay ANEW = new Request.Pay("k2", "stripe", "pm_visa", false, "", false);

    /** The charge was still on its way when we looked for it. It arrived; the order was charged once more. */
    @Test
    void provesNothingAbsentSoThatNothingIsChargedTwice() {
        Given given = given(anOrder());
        given.settles(Observation.NOTHING, List.of(PAY), List.of());
        Settlement unknown =
                given.settles(Observation.of(new Outcome.Unknown(1, "stripe-timeout", false)), List.of(PAY), List.of());
        Lookup mark = ((Next.Look) unknown.next()).what().getFirst();
        Observation nothing = Observation.of(mark, List.of(), mark.objects());
        Instant looked = given.now();
        given.after(Policy.CHARGE_WITHIN);

        Settlement late = given.settles(nothing, looked, List.of(ANEW), List.of());

        assertThat(given.lines()).doesNotContain("operation:1#2=absent", "operation:2");
        assertThat(late.next()).isEqualTo(new Next.Look(Duration.ZERO, List.of(mark)));
        assertThat(given.settles(nothing).due()).isEmpty();
        assertThat(given.lines()).contains("operation:1#2=absent");
    }

    @Test
    void givesNothingBackThatAPersonDecidedWhichIsAskedAnew() {
        Given given = given(anOrder());
        given.sees(APayment.stripe("pi_1").captured().claimed());
        APayment second = APayment.stripe("pi_2").captured().claimed();
        given.sees(second);
        Payment seen = second.seenAt(given.now()).made();
        Decision decision = new Decision(1, new Choice.RefundExtra("pi_2"), "ann", "paid twice");
        given.after(Policy.FRESH.plusSeconds(1));

        Settlement late = given.settles(
                Observation.of(Draft.lookup(seen), List.of(seen), Names.NONE), List.of(), List.of(decision));
        given.sees(second.dispute("dp_1", Payment.Return.State.OPEN, 4990));

        assertThat(late.due()).isEmpty();
        assertThat(given.lines()).contains("decision:1", "question:1=closed", "question:2");
        assertThat(given.question().orElseThrow().choices()).doesNotContain(new Choice.RefundExtra("pi_2"));
    }

    @Test
    void ofASecondPaymentAsksNobodyAndGivesNothingBackBeforeTheNext() {
        Given given = given(anOrder());
        given.sees(APayment.stripe("pi_1").captured().claimed());

        Settlement late = given.sees(
                Policy.FRESH.plusSeconds(1), APayment.stripe("pi_2").captured().claimed());

        assertThat(late.next())
                .isEqualTo(new Next.Look(Duration.ZERO, List.of(new Lookup("stripe", Names.of("pi_2")))));
    }
}
