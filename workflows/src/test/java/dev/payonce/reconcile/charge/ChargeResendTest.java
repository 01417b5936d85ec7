package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.order.TwinOrder;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway was away while a shopper wanted to pay. It answers again, and does not show the charge. */
class ChargeResendTest {

    private static final Request.Pay PAY = new Request.Pay("k1", "stripe", "pm_visa", false, "", false, "");
    private static final Duration AWAY = Duration.ofMinutes(6);

    private final Given given = given(anOrder());
    private Operation charge;
    private Lookup mark;

    @BeforeEach
    void theOutcomeIsUnknown() {
        charge = given.asks(PAY).due().getFirst();
        mark = unanswered();
    }

    private Lookup unanswered() {
        Reconciliation unknown = given.reconciles(Observation.of(new Outcome.Unknown(1, "stripe-unreachable", false)));
        return ((Next.RefreshAfter) unknown.next()).what().getFirst();
    }

    private Observation nothing() {
        return Observation.of(mark, List.of(), mark.objects());
    }

    @Test
    void itIsResentWithTheSameKeyAndPaysTheOrder() {
        given.after(AWAY);

        assertThat(given.reconciles(nothing()).due()).containsExactly(charge);
        PaymentBuilder made = PaymentBuilder.stripe("pi_1").tagged().captured().seenAt(given.now());
        Reconciliation paid =
                given.reconciles(Observation.of(new Outcome.Seen(1, made.made())), List.of(PAY), List.of());

        assertThat(paid.results().get("k1").word()).isEqualTo("paid");
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.lines()).contains("operation:1#1=unknown", "operation:1#2=resent", "operation:1#3=done");
    }

    @Test
    void notAMomentAfterItCameIntoUnknown() {
        assertThat(given.after(Duration.ofSeconds(29)).reconciles(nothing()).due())
                .isEmpty();
        assertThat(given.after(Duration.ofSeconds(1)).reconciles(nothing()).due())
                .hasSize(1);
    }

    /** A caller waits for it, so it is looked up again within seconds. */
    @Test
    void itIsLookedUpAgainUntilThen() {
        Reconciliation early = given.after(Duration.ofSeconds(10)).reconciles(nothing());

        assertThat(early.next()).isEqualTo(new Next.RefreshAfter(Duration.ofSeconds(10), List.of(mark)));
    }

    @Test
    void notWhileAnotherOrderOfTheSameCartIsBeingPaid() {
        given.becomes(anOrder().twins(new TwinOrder(1002, "1002", false)));

        assertThat(given.after(AWAY).reconciles(nothing()).due()).isEmpty();
    }

    @Test
    void notByALookupThatStartedBeforeTheOutcomeWasUnknown() {
        var since = given.now();
        given.after(AWAY);

        assertThat(given.reconciles(nothing(), since, List.of(), List.of()).due())
                .isEmpty();
    }

    /** The shopper went to another gateway meanwhile. Resent, this one would be the second payment. */
    @Test
    void notWhenTheOrderIsPaidAnotherWay() {
        given.after(AWAY).sees(PaymentBuilder.stripe("pi_9").captured().claimed());

        assertThat(given.reconciles(nothing()).due()).isEmpty();
    }

    /** It was refunded by hand since, and PHP that had read the order before wrote it back as pending. */
    @Test
    void notWhenWhatPaidTheOrderHasGoneBack() {
        PaymentBuilder other = PaymentBuilder.stripe("pi_9").captured().claimed();
        given.after(AWAY).sees(other);
        given.becomes(anOrder());
        Payment seen = other.refund("re_9", Reversal.State.DONE, 4990)
                .seenAt(given.now())
                .made();

        assertThat(given.reconciles(nothing().and(Observation.of(Lookup.of(seen), List.of(seen), ExternalIds.NONE)))
                        .due())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "PENDING", "AUTHORIZED"})
    void notWhileAnotherPaymentMayStillPay(Stage stage) {
        PaymentBuilder other = PaymentBuilder.stripe("pi_9").stage(stage).claimed();
        given.after(AWAY).sees(other);
        Payment seen = other.seenAt(given.now()).made();

        assertThat(given.reconciles(nothing().and(Observation.of(Lookup.of(seen), List.of(seen), ExternalIds.NONE)))
                        .due())
                .isEmpty();
    }

    @Test
    void notBeforeThatOneWasRead() {
        given.sees(PaymentBuilder.stripe("pi_9").stage(Stage.PENDING).claimed());

        Reconciliation reconciled = given.after(AWAY).reconciles(nothing());

        assertThat(reconciled.due()).isEmpty();
        assertThat(((Next.RefreshAfter) reconciled.next()).what())
                .anyMatch(what -> what.objects().contains("pi_9"));
    }

    /** The shop's own plugin took the order up meanwhile. */
    @Test
    void notBeforeThePaymentThatTheOrderNamesWasRead() {
        given.after(AWAY).becomes(anOrder().naming("pi_9"));

        Reconciliation reconciled = given.reconciles(nothing());

        assertThat(reconciled.due()).isEmpty();
        assertThat(((Next.RefreshAfter) reconciled.next()).what())
                .anyMatch(what -> what.objects().contains("pi_9"));
    }

    @Test
    void notBeforeItIsKnownThatNothingWasForgotten() {
        given.after(AWAY).listWasReadUpTo(given.now().minus(Policy.BEHIND).minusSeconds(1));

        Reconciliation reconciled = given.reconciles(nothing());

        assertThat(reconciled.due()).isEmpty();
        Lookup all = ((Next.RefreshAfter) reconciled.next()).what().getFirst();
        assertThat(given.reconciles(Observation.of(all, List.of(), all.objects()))
                        .due())
                .containsExactly(charge);
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "REFUNDED", "OTHER", "ON_HOLD", "PROCESSING"})
    void notForAnOrderThatDoesNotWaitForMoney(Status status) {
        given.after(AWAY).becomes(status);

        assertThat(given.reconciles(nothing()).due()).isEmpty();
    }

    @Test
    void notWhenTheTotalIsAnotherOne() {
        given.after(AWAY).becomes(anOrder().total(Optional.of(new Money(9999, "EUR"))));

        assertThat(given.reconciles(nothing()).due()).isEmpty();
    }

    @Test
    void notDuringACancelRequest() {
        given.after(AWAY);

        assertThat(given.reconciles(nothing(), List.of(new Request.Cancel("c1", "")), List.of())
                        .due())
                .isEmpty();
    }

    @Test
    void notWhenItsTimeIsOver() {
        given.after(Policy.CHARGE_WITHIN);

        Reconciliation reconciled = given.reconciles(nothing(), List.of(PAY), List.of());

        assertThat(reconciled.due()).isEmpty();
        assertThat(reconciled.results().get("k1").code()).isEqualTo("not_carried_out");
    }

    @Test
    void aFewTimesAndThenItIsLeftToTheProofThatItNeverArrived() {
        for (int times = 0; times < Policy.RESENDS; times++) {
            given.after(Policy.UNKNOWN_REFRESH_LONGEST);
            assertThat(given.reconciles(nothing()).due()).containsExactly(charge);
            unanswered();
        }
        given.after(Policy.UNKNOWN_REFRESH_LONGEST);

        assertThat(given.reconciles(nothing()).due()).isEmpty();
        given.after(Policy.ABSENT_AFTER.minus(Policy.UNKNOWN_REFRESH_LONGEST).minusSeconds(1));
        assertThat(given.reconciles(nothing(), List.of(PAY), List.of())
                        .results()
                        .get("k1")
                        .word())
                .as("what was sent last may be on its way as long as what was sent first")
                .isEqualTo("outcome_unknown");
        given.after(Duration.ofSeconds(1));
        assertThat(given.reconciles(nothing(), List.of(PAY), List.of())
                        .results()
                        .get("k1")
                        .code())
                .isEqualTo("not_carried_out");
    }

    @Test
    void notWhatTheGatewayMayStillCarryOutByItself() {
        Given other = given(anOrder());
        other.asks(PAY);
        other.reconciles(Observation.of(new Outcome.Unknown(1, "stripe-500", true)));

        assertThat(other.after(AWAY).reconciles(nothing()).due()).isEmpty();
    }
}
