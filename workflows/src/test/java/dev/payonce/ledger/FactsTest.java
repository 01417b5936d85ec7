package dev.payonce.ledger;

import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of what the ledger's lines say of one another: of notes, charges, refunds, losses and waits. */
class FactsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Money TEN = new Money(1000, "EUR");

    private static OperationHeader header(int number) {
        return new OperationHeader(number, new OrderId("", 1001), "key", "site", "stripe", "1", NOW, NOW);
    }

    private static Operation.Refund refund(int number, Operation.Refund.Cause cause) {
        return new Operation.Refund(header(number), "pi_1", TEN, 0, Operation.Refund.RefundReason.NONE, cause);
    }

    private static Ledger of(Fact... facts) {
        Ledger ledger = Ledger.EMPTY;
        for (Fact fact : facts) {
            ledger = ledger.with(fact, NOW.plusSeconds(ledger.entries().size()), "");
        }
        return ledger;
    }

    private static Fact observed(PaymentBuilder payment) {
        return Fact.PaymentObserved.of(payment.made());
    }

    private static Fact reversed(Reversal reversal) {
        return new Fact.ReversalObserved("stripe", "pi_1", reversal);
    }

    private static Reversal reversal(String id, Reversal.Kind kind, State state) {
        return new Reversal(id, kind, state, TEN, Optional.empty(), Optional.empty());
    }

    private static boolean charges(Fact fact) {
        return of(fact).entries().getFirst().isCharge();
    }

    @Test
    void aLineSendsAChargeWhereItCreatesOrResendsOne() {
        assertThat(charges(new Fact.OperationCreated(
                        new Operation.Charge(header(1), TEN, "pm", false, "", false, Optional.empty()))))
                .isTrue();
        assertThat(charges(new Fact.OperationResolved(1, OperationStatus.RESENT, "", false, "")))
                .isTrue();
        assertThat(charges(new Fact.OperationResolved(1, OperationStatus.DONE, "", false, "")))
                .isFalse();
        assertThat(charges(new Fact.OperationCreated(new Operation.Void(header(1), "pi_1"))))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Operation.Refund.Cause.class)
    void aRefundThatNoOneRequestedIsNotedWhenItIsDecided(Operation.Refund.Cause cause) {
        assertThat(NotePolicy.worthIt(
                        new Fact.OperationCreated(refund(2, cause)), Status.PROCESSING, Ledger.EMPTY, List.of()))
                .isEqualTo(cause != Operation.Refund.Cause.REQUEST);
    }

    @Test
    void aRefundIsNotedWhenItIsDoneAndWhenItFailsAfterThat() {
        Fact done = reversed(reversal("re_1", Reversal.Kind.REFUND, State.DONE));
        Fact failed = reversed(reversal("re_1", Reversal.Kind.REFUND, State.FAILED));

        assertThat(NotePolicy.worthIt(done, Status.PROCESSING, Ledger.EMPTY, List.of()))
                .isTrue();
        assertThat(NotePolicy.worthIt(failed, Status.PROCESSING, of(done), List.of()))
                .isTrue();
        assertThat(NotePolicy.worthIt(failed, Status.PROCESSING, Ledger.EMPTY, List.of()))
                .isFalse();
        assertThat(NotePolicy.worthIt(
                        reversed(reversal("re_1", Reversal.Kind.REFUND, State.PENDING)),
                        Status.PROCESSING,
                        Ledger.EMPTY,
                        List.of()))
                .isFalse();
    }

    @Test
    void aDisputeIsNotedWhereTheOrdersStatusDoesNotShowIt() {
        Fact dispute = reversed(reversal("dp_1", Reversal.Kind.DISPUTE, State.OPEN));

        assertThat(NotePolicy.worthIt(
                        dispute,
                        Status.PROCESSING,
                        Ledger.EMPTY,
                        of(moved("dp_1")).entries()))
                .isFalse();
        assertThat(NotePolicy.worthIt(
                        dispute,
                        Status.PROCESSING,
                        Ledger.EMPTY,
                        of(moved("dp_2")).entries()))
                .isTrue();
        assertThat(NotePolicy.worthIt(
                        dispute, Status.PROCESSING, Ledger.EMPTY, of(dispute).entries()))
                .isTrue();
    }

    /** While the order waits for the payment, the move that follows from the void is the note. */
    @ParameterizedTest
    @EnumSource(Status.class)
    void aVoidIsNotedOnAnOrderThatIsPaidOrClosed(Status status) {
        boolean noted = NotePolicy.worthIt(
                new Fact.OperationCreated(new Operation.Void(header(2), "pi_1")), status, Ledger.EMPTY, List.of());

        assertThat(noted)
                .isEqualTo(!List.of(Status.PENDING, Status.FAILED, Status.ON_HOLD, Status.OTHER)
                        .contains(status));
    }

    private static Fact moved(String detail) {
        return new Fact.OrderStatusChanged(
                Status.PROCESSING, Status.ON_HOLD, "pi_1", Fact.StatusReason.DISPUTED, detail, 1);
    }

    @Test
    void theSweepReadsTenMinutesAgainAndNeverBeforeTheStart() {
        assertThat(new Cursor(NOW, 7).overlapping()).isEqualTo(new Cursor(NOW.minus(Duration.ofMinutes(10)), 0));
        assertThat(new Cursor(Instant.EPOCH.plus(Cursor.OVERLAP), 7).overlapping())
                .isEqualTo(Cursor.START);
        assertThat(new Cursor(Instant.EPOCH, 7).overlapping()).isEqualTo(Cursor.START);
    }

    /** A gateway has shown it before, and no other name leads to it. */
    @Test
    void aPaymentIsLostThatItsGatewayDoesNotKnowAnyMore() {
        Ledger ledger = of(
                observed(stripe("pi_1").captured()),
                observed(stripe("pi_2").stage(Stage.CLOSED)),
                observed(stripe("pi_3").captured().at("adyen")),
                observed(stripe("pi_4").transaction("ch_4").captured()));
        Payment renamed = stripe("ch_4").captured().made();
        ExternalIds all = ExternalIds.of("pi_1", "pi_2", "pi_3", "pi_4");

        assertThat(ledger.lost(Observation.of(new Lookup("stripe", all), List.of(renamed), all)))
                .containsExactly("pi_1");
        assertThat(ledger.lost(Observation.of(new Lookup("stripe", all), List.of(renamed), ExternalIds.of("pi_2"))))
                .isEmpty();
    }

    @Test
    void aRefundAtTheGatewayIsOursByItsNumberAndPayment() {
        Operation.Refund ours = refund(2, Operation.Refund.Cause.REQUEST);
        Ledger ledger = of(new Fact.OperationCreated(ours));
        Reversal shown = new Reversal("re_1", Reversal.Kind.REFUND, State.DONE, TEN, Optional.of(2), Optional.empty());

        assertThat(ledger.refund(new Fact.ReversalObserved("stripe", "pi_1", shown)))
                .contains(ours);
        assertThat(ledger.refund(new Fact.ReversalObserved("stripe", "pi_2", shown)))
                .isEmpty();
        assertThat(ledger.refund(new Fact.ReversalObserved(
                        "stripe",
                        "pi_1",
                        new Reversal("re_1", Reversal.Kind.REFUND, State.DONE, TEN, Optional.of(3), Optional.empty()))))
                .isEmpty();
    }

    @Test
    void aRefundOfAnObservationThatIsNotInTheLedgerYetCounts() {
        Operation.Refund ours = refund(2, Operation.Refund.Cause.REQUEST);
        Refunds refunds = of(new Fact.OperationCreated(ours)).refunds();

        assertThat(refunds.underWay(stripe("pi_1").captured().made())).isTrue();
        assertThat(refunds.underWay(stripe("pi_1")
                        .captured()
                        .refund("re_0", State.DONE, 500)
                        .made()))
                .isTrue();
        Payment shown =
                stripe("pi_1").captured().refund("re_1", State.DONE, ours).made();
        assertThat(refunds.underWay(shown)).isFalse();
        assertThat(refunds.of(shown))
                .singleElement()
                .satisfies(made -> assertThat(made.succeeded()).isTrue());
        assertThat(refunds.of(stripe("pi_1")
                        .captured()
                        .refund("re_1", State.PENDING, ours)
                        .made()))
                .singleElement()
                .satisfies(made -> assertThat(made.succeeded()).isFalse());
    }

    /** The wait starts again where something moves that it depends on; an amount is no such thing. */
    @Test
    void aWaitLastsWhileStageTurnAndDeclineAreTheSame() {
        Ledger ledger = of(
                observed(stripe("pi_1").stage(Stage.OPEN, WaitsFor.SHOPPER)),
                observed(stripe("pi_1").stage(Stage.OPEN, WaitsFor.SHOPPER).until(NOW)),
                observed(stripe("pi_1").stage(Stage.OPEN, WaitsFor.GATEWAY)),
                observed(stripe("pi_1").declined("stolen_card")),
                observed(stripe("pi_1").declined("lost_card")),
                observed(stripe("pi_2").captured()),
                observed(stripe("pi_1").stage(Stage.OPEN, WaitsFor.SHOPPER)),
                observed(stripe("pi_1").stage(Stage.CLOSED, WaitsFor.SHOPPER)));

        assertThat(ledger.snapshots("pi_1"))
                .extracting(Ledger.Snapshot::since)
                .containsExactly(NOW, NOW.plusSeconds(2), NOW.plusSeconds(3), NOW.plusSeconds(6), NOW.plusSeconds(7));
    }

    @Test
    void aLedgerGrowsByLinesThatAnotherOneHasMade() {
        Ledger before = of(observed(stripe("pi_1")));
        Ledger longer = before.with(observed(stripe("pi_2")), NOW, "");
        List<Entry> made = longer.entries().subList(1, 2);

        assertThat(before.with(made).entries()).isEqualTo(longer.entries());
        assertThat(before.with(List.of())).isSameAs(before);
        assertThat(before.with(made).with(observed(stripe("pi_3")), NOW, "").entries())
                .extracting(Entry::number)
                .containsExactly(1L, 2L, 3L);
        assertThat(before.afterRefunds(7).refundsLastHour()).isEqualTo(7);
        assertThat(before.afterRefunds(7).entries()).isEqualTo(before.entries());
    }

    /** A state may come back; only the last one is compared. */
    @ParameterizedTest
    @CsvSource({"stripe, pi_1, DONE, 1", "adyen, pi_1, DONE, 2", "stripe, pi_2, DONE, 2", "stripe, pi_1, FAILED, 2"})
    void aReversalIsALineOfItsOwnWhereAnythingOfItDiffers(String gateway, String payment, State state, int lines) {
        Ledger ledger = of(
                reversed(reversal("re_1", Reversal.Kind.REFUND, State.DONE)),
                new Fact.ReversalObserved(
                        gateway,
                        payment,
                        reversal("re_1", Reversal.Kind.REFUND, state).because("later")));

        assertThat(ledger.entries()).hasSize(lines);
    }

    @Test
    void ownersAndCursorsStayWhenTheLedgerGrows() {
        Ledger ledger = new Ledger(
                List.of(), 9, Map.of("pi_1", new Ledger.Owner(1001, "key")), List.of(), 3, Map.of("stripe", NOW));

        Ledger longer = ledger.with(observed(stripe("pi_1")), NOW, "");

        assertThat(longer.entries()).extracting(Entry::number).containsExactly(10L);
        assertThat(longer.owners()).isEqualTo(ledger.owners());
        assertThat(longer.readUpTo()).isEqualTo(ledger.readUpTo());
        assertThat(longer.refundsLastHour()).isEqualTo(3);
    }
}
