package dev.payonce.reconcile.property;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The invariants of a ledger, read without the rules' own code: its reviews, its voids, and answers from it. */
final class LedgerInvariants {

    private static final Duration A_SHOPPER_WAITS = Duration.ofDays(1);
    private static final Duration AN_AUTHORIZATION_HOLDS = Duration.ofDays(6);
    private static final Duration BEFORE_IT_LAPSES = Duration.ofDays(1);

    private LedgerInvariants() {}

    /** Verifies a law whose text costs more than its check. */
    static void law(boolean holds, Supplier<String> law) {
        law(holds, holds ? "" : law.get());
    }

    static void law(boolean holds, String law) {
        if (!holds) {
            throw new AssertionError(law);
        }
    }

    /**
     * Verifies that a review closes because a decision had an effect, because an operator dismissed it, or because its
     * subject has changed.
     *
     * @param added the lines of one reconciliation
     * @param ledger the whole ledger, with these lines
     */
    static void reviews(List<Entry> added, List<Entry> ledger) {
        facts(added, Fact.ReviewClosed.class).forEach(closed -> closes(closed, added, ledger));
        facts(added, Fact.ReviewDecided.class)
                .filter(decided -> !decided.effect())
                .forEach(decided -> law(
                        facts(added, Fact.ReviewClosed.class)
                                .filter(closed -> closed.why() != Fact.ReviewClosed.Why.CHANGED)
                                .noneMatch(closed ->
                                        closed.review() == decided.decision().review() && onlyDecision(added, decided)),
                        "a decision without effect closes nothing"));
    }

    private static boolean onlyDecision(List<Entry> added, Fact.ReviewDecided decided) {
        return facts(added, Fact.ReviewDecided.class)
                .filter(other -> other.decision().review() == decided.decision().review())
                .noneMatch(Fact.ReviewDecided::effect);
    }

    private static void closes(Fact.ReviewClosed closed, List<Entry> added, List<Entry> ledger) {
        Stream<ReviewAction> decided = facts(added, Fact.ReviewDecided.class)
                .filter(each -> each.effect() && each.decision().review() == closed.review())
                .map(each -> each.decision().action());
        switch (closed.why()) {
            case EFFECT ->
                law(decided.anyMatch(action -> effect(action, added)), "a review closes by an effect: " + closed);
            case DISMISSED ->
                law(decided.anyMatch(ReviewAction.Dismiss.class::isInstance), "a review is dismissed: " + closed);
            case CHANGED -> {
                Review before = review(ledger, closed.review());
                law(
                        facts(added, Fact.ReviewOpened.class)
                                .map(Fact.ReviewOpened::review)
                                .noneMatch(now -> now.facts().equals(before.facts())
                                        && now.actions().equals(before.actions())),
                        "a review closes when it has changed: " + closed);
            }
        }
    }

    /** Reports whether the lines hold the one that this action writes. */
    private static boolean effect(ReviewAction action, List<Entry> added) {
        return switch (action) {
            case ReviewAction.AcceptPaid(var payment) ->
                facts(added, Fact.Paid.class).anyMatch(paid -> paid.payment().equals(payment));
            case ReviewAction.RefundDuplicate(var payment) ->
                facts(added, Fact.OperationCreated.class)
                        .anyMatch(created -> created.operation() instanceof Operation.Refund refund
                                && refund.payment().equals(payment));
            case ReviewAction.GiveUp(var operation) ->
                facts(added, Fact.OperationResolved.class)
                        .anyMatch(resolved ->
                                resolved.operation() == operation && resolved.status() == OperationStatus.GIVEN_UP);
            case ReviewAction.RetryEffects() -> true; // Its effect is in the shop's outbox.
            case ReviewAction.Refresh(), ReviewAction.Dismiss() -> false;
        };
    }

    static Review review(List<Entry> ledger, int number) {
        return facts(ledger, Fact.ReviewOpened.class)
                .map(Fact.ReviewOpened::review)
                .filter(review -> review.number() == number)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Verifies that paid is never answered while the merchant holds less than the order asks now. An order that an
     * operator marked paid has no payer, and a payer without an observed capture proves nothing.
     */
    static void answered(PaymentResult result, Order order, List<Entry> ledger) {
        if (!result.is(PaymentResult.State.PAID) || order.total().isEmpty()) {
            return;
        }
        Money total = order.total().get();
        ExternalIds names = Stream.concat(
                        facts(ledger, Fact.Paid.class).map(Fact.Paid::externalIds), Stream.of(proving(order)))
                .reduce(ExternalIds.NONE, ExternalIds::and);
        List<Fact.PaymentObserved> payers = facts(ledger, Fact.PaymentObserved.class)
                .filter(seen ->
                        seen.captured().isPositive() && seen.externalIds().meet(names))
                .toList();
        long held = payers.stream()
                .map(Fact.PaymentObserved::payment)
                .distinct()
                .mapToLong(payment -> net(ledger, payment))
                .sum();
        long tolerance = payers.stream().allMatch(payer -> payer.operation() > 0) ? 0 : 1;
        boolean accepted = facts(ledger, Fact.Paid.class)
                .anyMatch(paid -> paid.captured().minor() <= held
                        && paid.enough()
                                .filter(enough -> enough.minor() >= total.minor())
                                .isPresent());
        law(
                payers.isEmpty() || accepted || held + tolerance >= total.minor(),
                () -> "paid is answered while all that is asked is held: " + held + " of " + total);
    }

    /** Returns the ids that the order says it was paid by, and that no other order records. */
    static ExternalIds proving(Order order) {
        return ExternalIds.of(order.paid().stream()
                .flatMap(paid -> paid.externalIds().all().stream())
                .filter(id -> !order.sharedIds().contains(id))
                .toList());
    }

    /**
     * Verifies that a rule voids a payment only where another named payment has paid, or the payment has waited past
     * its end. A rule may also void the payments of an order that is cancelled, refunded or in the trash.
     *
     * @param before the order before the reconciliation that created the void
     * @param seen the observation of that reconciliation
     */
    static void voided(Operation.Void created, Order before, Observation seen, Given given) {
        Payment payment = seen.payments().stream()
                .filter(one -> one.id().equals(created.payment()))
                .max(Comparator.comparing(Payment::seenAt))
                .orElseThrow();
        law(payment.tag().isPresent(), "a rule voids only what is ours");
        law(
                closed(before.status())
                        || closed(given.status())
                        || anotherPaid(payment, given)
                        || waitedPastItsEnd(payment, given),
                "no void without a reason: " + payment);
    }

    private static boolean closed(Status status) {
        return switch (status) {
            case CANCELLED, REFUNDED, TRASH -> true;
            case PENDING, FAILED, ON_HOLD, PROCESSING, COMPLETED, OTHER -> false;
        };
    }

    /** Reports whether the ledger or the order's paid record names another payment; a paid date alone names none. */
    private static boolean anotherPaid(Payment payment, Given given) {
        Stream<String> byUs =
                facts(given.ledger(), Fact.Paid.class).map(Fact.Paid::payment).filter(id -> !id.equals(payment.id()));
        Stream<String> byOrder = proving(given.order()).all().stream()
                .filter(name -> !payment.externalIds().contains(name));
        return Stream.concat(byUs, byOrder).findAny().isPresent();
    }

    /** Reports whether its time is over, by the gateway's own end or by the time that the ledger knows its state. */
    private static boolean waitedPastItsEnd(Payment payment, Given given) {
        Instant since = since(payment, given);
        return switch (payment.stage()) {
            case OPEN -> !given.now().isBefore(payment.until().orElse(since.plus(A_SHOPPER_WAITS)));
            case AUTHORIZED ->
                !given.now()
                        .isBefore(payment.until()
                                .map(until -> until.minus(BEFORE_IT_LAPSES))
                                .orElse(since.plus(AN_AUTHORIZATION_HOLDS)));
            case APPROVED, PENDING, CAPTURED, CLOSED -> false;
        };
    }

    /** Returns the time of the first line of its latest streak in this stage. */
    private static Instant since(Payment payment, Given given) {
        Instant since = given.now();
        Stage last = null;
        for (Entry line : given.ledger()) {
            if (line.fact() instanceof Fact.PaymentObserved seen
                    && seen.payment().equals(payment.id())) {
                since = seen.stage() == last ? since : line.at();
                last = seen.stage();
            }
        }
        return since;
    }

    static <F extends Fact> Stream<F> facts(List<Entry> lines, Class<F> kind) {
        return lines.stream().map(Entry::fact).filter(kind::isInstance).map(kind::cast);
    }

    static Fact.@Nullable PaymentObserved last(List<Entry> ledger, String payment) {
        return facts(ledger, Fact.PaymentObserved.class)
                .filter(seen -> seen.payment().equals(payment))
                .reduce(null, (_, later) -> later);
    }

    /** Reports whether our last move was for a refund or a lost dispute: it was the last word. */
    static boolean meant(List<Entry> ledger) {
        return lastChange(ledger) instanceof Fact.OrderStatusChanged moved
                && Set.of(Fact.StatusReason.REFUNDED, Fact.StatusReason.DISPUTE_LOST)
                        .contains(moved.reason());
    }

    /** Reports whether our last move put the order on hold for this payment. */
    static boolean heldFor(List<Entry> ledger, String payment) {
        return lastChange(ledger) instanceof Fact.OrderStatusChanged moved
                && moved.to() == Status.ON_HOLD
                && moved.payment().equals(payment);
    }

    private static @Nullable Fact lastChange(List<Entry> ledger) {
        return facts(ledger, Fact.class)
                .filter(fact -> fact instanceof Fact.Paid || fact instanceof Fact.OrderStatusChanged)
                .reduce(null, (_, later) -> later);
    }

    static boolean isFinal(Fact.@Nullable PaymentObserved seen) {
        return seen != null && (seen.stage() == Stage.CAPTURED || seen.stage() == Stage.CLOSED);
    }

    /** Returns the payments of which a refund was pending when it was last observed. */
    static Set<String> underWayBack(List<Entry> ledger) {
        Map<String, Fact.ReversalObserved> last = new HashMap<>();
        facts(ledger, Fact.ReversalObserved.class)
                .forEach(seen -> last.put(seen.reversal().id(), seen));
        return last.values().stream()
                .filter(seen -> seen.reversal().state() == Reversal.State.PENDING)
                .map(Fact.ReversalObserved::payment)
                .collect(Collectors.toSet());
    }

    /** Returns the money that is left of a payment, by its last observation. */
    static long net(List<Entry> ledger, String payment) {
        Map<String, Long> back = new HashMap<>();
        facts(ledger, Fact.ReversalObserved.class)
                .filter(seen -> seen.payment().equals(payment))
                .map(Fact.ReversalObserved::reversal)
                .forEach(reversal -> back.put(
                        reversal.id(), reversal.counts() ? reversal.money().minor() : 0));
        Fact.PaymentObserved last = last(ledger, payment);
        long captured = last == null ? 0 : last.captured().minor();
        return Math.max(
                0, captured - back.values().stream().mapToLong(Long::longValue).sum());
    }
}
