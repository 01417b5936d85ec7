package dev.payonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;

/** The contract of every {@code OverdueOrders}, after reconciliations by every {@code Orders}. */
public abstract class OverdueOrdersContract {

    private static final AtomicLong LAST = new AtomicLong(47_000);
    static final Money TOTAL = new Money(4990, "EUR");
    private static final TemporalUnitWithinOffset ROUGHLY = new TemporalUnitWithinOffset(10, ChronoUnit.SECONDS);

    /** Each test takes an order of its own, so that tests may share a store. */
    protected final long number = LAST.incrementAndGet();

    protected final String rawKey = "wc_order_k" + number;

    protected abstract Orders orders();

    protected abstract OverdueOrders watch();

    /** Returns the shop's address. The store has no name. */
    protected abstract String site();

    /** Puts an order into the store, or another one in its place, as WooCommerce would. */
    protected abstract void given(long number, String rawKey, Status status, Money total);

    /** Moves the order behind Payonce's back, as PHP does. */
    protected abstract void moved(long number, Status to);

    @Test
    void aPaymentThatIsCompletedAtOnceIsNeverWatched() {
        given(number, rawKey, Status.PENDING, TOTAL);

        reconcile(mine().captured());

        assertThat(nextRefresh()).isEmpty();
    }

    @Test
    void aWaitingOrderHasItsNextRefreshOnRecordUntilItRests() {
        given(number, rawKey, Status.PENDING, TOTAL);

        Reconciliation waiting = reconcile(mine().stage(Stage.PENDING));

        Duration after = waiting.nextRefresh().orElseThrow();
        assertThat(nextRefresh()).hasValueSatisfying(at -> assertThat(at).isCloseTo(now().plus(after), ROUGHLY));
        reconcile(mine().captured());
        assertThat(nextRefresh()).isEmpty();
    }

    @Test
    void aDueOrderIsToBeRefreshedNow() {
        given(number, rawKey, Status.PENDING, TOTAL);

        Reconciliation reconciled = charge();

        assertThat(reconciled.due()).hasSize(1);
        assertThat(nextRefresh()).hasValueSatisfying(at -> assertThat(at).isCloseTo(now(), ROUGHLY));
    }

    @Test
    void aPaymentThatAPersonIsAskedAboutIsWatchedToo() {
        given(number, rawKey, Status.PENDING, TOTAL);

        Reconciliation reconciled = reconcile(mine().captured(4890));

        assertThat(reconciled.next()).isInstanceOf(Next.NeedsReview.class);
        assertThat(nextRefresh()).hasValueSatisfying(at -> assertThat(at).isAfter(now()));
    }

    @Test
    void aRefundIsWatchedFromItsDecisionUntilTheMoneyIsBack() {
        given(number, rawKey, Status.PENDING, TOTAL);
        reconcile(mine().captured());
        assertThat(nextRefresh()).isEmpty();

        Operation refund = refund().due().getFirst();
        assertThat(nextRefresh())
                .as("due")
                .hasValueSatisfying(at -> assertThat(at).isCloseTo(now(), ROUGHLY));
        reconcile(new Outcome.Unknown(refund.number(), "stripe-timeout", false));
        assertThat(nextRefresh()).as("in doubt").isPresent();
        reconcile(mine().captured().back(reversal(refund, Reversal.State.PENDING)));
        assertThat(nextRefresh())
                .as("pending")
                .hasValueSatisfying(
                        at -> assertThat(at).isCloseTo(now().plus(Policy.RefreshIntervals.DEFAULT.first()), ROUGHLY));

        reconcile(mine().captured().back(reversal(refund, Reversal.State.DONE)));
        assertThat(nextRefresh()).as("done").isEmpty();
    }

    @Test
    void theLongestOverdueComesFirstAndOnlyWhatIsOverdue() {
        given(number, rawKey, Status.PENDING, TOTAL);
        charge();
        Instant refresh = nextRefresh().orElseThrow();

        assertThat(watch().overdue(refresh, Overdue.FIRST, 1_000))
                .noneMatch(each -> each.order() == number)
                .isSortedAccordingTo(Comparator.comparing(Overdue::nextRefresh));
        assertThat(watch().overdue(refresh.plusSeconds(1), new Overdue(number, refresh), 1_000))
                .as("what is behind it")
                .noneMatch(each -> each.order() == number);
        assertThat(watch().overdue(refresh.plusSeconds(1), new Overdue(number - 1, refresh), 1))
                .containsExactly(new Overdue(number, refresh));
    }

    @Test
    void S40_aPaidOrderThatWaitsForAPaymentAgainIsFound() {
        given(number, rawKey, Status.PENDING, TOTAL);
        reconcile(mine().captured());
        assertThat(isSetBack()).isFalse();

        moved(number, Status.PENDING);
        assertThat(isSetBack()).isTrue();

        reconcile(mine().captured());
        assertThat(isSetBack()).as("reconciled again").isFalse();
        moved(number, Status.FAILED);
        assertThat(isSetBack()).as("and set back again").isTrue();
        OverdueOrders.StaleWrites reached = staleWrites();
        assertThat(watch().staleWrites(reached.reached(), 1_000).orders())
                .as("beyond the place that was reached")
                .doesNotContain(id());
    }

    @Test
    void I40_aPaidOrderThatWasCancelledOrPutOnHoldIsFound() {
        given(number, rawKey, Status.PENDING, TOTAL);
        reconcile(mine().captured());

        moved(number, Status.CANCELLED);
        assertThat(isSetBack()).isTrue();

        moved(number, Status.ON_HOLD);
        assertThat(isSetBack()).isTrue();

        moved(number, Status.COMPLETED);
        assertThat(isSetBack()).as("a merchant completes what is paid").isFalse();
    }

    @Test
    void J30_staleWritesComeInPartsAndTheCursorMoves() {
        given(number, rawKey, Status.PENDING, TOTAL);
        reconcile(mine().captured());
        moved(number, Status.PENDING);

        Set<OrderId> found = new HashSet<>();
        OverdueOrders.StaleWrites part = watch().staleWrites(Cursor.START, 1);
        while (part.more()) {
            assertThat(part.orders()).hasSizeLessThanOrEqualTo(1);
            found.addAll(part.orders());
            part = watch().staleWrites(part.reached(), 1);
            assertThat(part.orders()).doesNotContainAnyElementsOf(found);
        }
        found.addAll(part.orders());

        assertThat(found).containsAll(staleWrites().orders()).contains(id());
    }

    @Test
    void aPaidOrderThatWasMovedForAReasonIsNotSetBack() {
        given(number, rawKey, Status.PENDING, TOTAL);
        reconcile(mine().captured());
        reconcile(mine().captured().dispute("dp_" + number, Reversal.State.OPEN, 4990));
        assertThat(isSetBack()).as("held").isFalse();
        moved(number, Status.CANCELLED);
        assertThat(isSetBack()).as("cancelled by others").isTrue();
        moved(number, Status.ON_HOLD);
        reconcile(mine().captured().dispute("dp_" + number, Reversal.State.LOST, 4990));
        assertThat(isSetBack()).as("failed").isFalse();
    }

    @Test
    void S31_anotherOrderUnderThePaidOnesNumberIsNotUndone() {
        given(number, rawKey, Status.PENDING, TOTAL);
        reconcile(mine().captured());

        given(number, rawKey + "restored", Status.PENDING, TOTAL);

        assertThat(isSetBack()).isFalse();
    }

    @Test
    void J35_aPaymentIsRecordedOnceTheLedgerHasObservedIt() {
        given(number, rawKey, Status.PENDING, TOTAL);
        Set<String> ids = Set.of("pi_Watch" + number, "pi_Other" + number);
        assertThat(watch().recorded("stripe", ids)).isEmpty();

        reconcile(mine().captured());

        assertThat(watch().recorded("stripe", ids)).containsExactly("pi_Watch" + number);
        assertThat(watch().recorded("stripe", Set.of())).isEmpty();
    }

    private OrderId id() {
        return new OrderId("", number);
    }

    /** Returns the time of the activity's clock, which is this machine's outside of one. */
    protected static Instant now() {
        return Clock.systemUTC().instant();
    }

    private Optional<Instant> nextRefresh() {
        return watch().overdue(now().plus(Duration.ofDays(365)), Overdue.FIRST, 1_000).stream()
                .filter(each -> each.order() == number)
                .map(Overdue::nextRefresh)
                .findFirst();
    }

    final boolean isSetBack() {
        return staleWrites().orders().contains(id());
    }

    private OverdueOrders.StaleWrites staleWrites() {
        return watch().staleWrites(Cursor.START, 1_000);
    }

    /** Returns a payment of this order, made by Payonce. */
    final PaymentBuilder mine() {
        return PaymentBuilder.of("pi_Watch" + number, TOTAL)
                .tagged("", Fingerprint.ofSite(site()), number, Fingerprint.ofOrderKey(rawKey), 1)
                .seenAt(now())
                .stage(Stage.OPEN, WaitsFor.SHOPPER);
    }

    final Reconciliation reconcile(PaymentBuilder seen) {
        Payment payment = seen.made();
        Observation observation = Observation.of(Lookup.of(payment), List.of(payment), ExternalIds.NONE);
        return orders().reconcile(
                        new ReconcileCommand(id(), observation, now(), List.of(), List.of(), "callback evt_Watch"));
    }

    private Reconciliation charge() {
        Request pay = new Request.Pay("watch-" + number, "stripe", "pm_1", false, "", false, "");
        return orders().reconcile(new ReconcileCommand(
                id(), Observation.NOTHING, now(), Given.received(List.of(pay), now()), List.of(), "request"));
    }

    private Reconciliation refund() {
        Payment paid = mine().captured().made();
        Request refund =
                new Request.Refund("back-" + number, Optional.of(1000L), 0, Operation.Refund.RefundReason.NONE, "");
        Observation seen = Observation.of(Lookup.of(paid), List.of(paid), ExternalIds.NONE);
        return orders().reconcile(new ReconcileCommand(
                id(), seen, now(), Given.received(List.of(refund), now()), List.of(), "request"));
    }

    private void reconcile(Outcome outcome) {
        orders().reconcile(new ReconcileCommand(id(), Observation.of(outcome), now(), List.of(), List.of(), "refresh"));
    }

    private Reversal reversal(Operation refund, Reversal.State state) {
        return new Reversal(
                "re_Watch" + number,
                Reversal.Kind.REFUND,
                state,
                new Money(1000, "EUR"),
                Optional.of(refund.number()),
                Optional.empty());
    }
}
