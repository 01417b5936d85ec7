package dev.payonce.reconcile;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Fact.StatusReason;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules for paid orders on hold for a dispute or a sign of fraud about their payment. The ledger alone says what
 * stands against the payment, so the order in which it came makes no difference.
 */
final class HoldRules {

    private HoldRules() {}

    /**
     * Records that a person or another program took the order off hold. That answers all signs known by then, and an order
     * that goes on hold later is not Payonce's to move. Back to pending is the work of a stale writer, and no answer.
     */
    static void release(Draft draft, Payment payment) {
        undone(draft, payment).filter(hold -> !isStale(draft, hold)).ifPresent(hold -> release(draft, payment, hold));
    }

    private static void release(Draft draft, Payment payment, Entry hold) {
        draft.move(hold, draft.status(), payment, StatusReason.RELEASED, "");
    }

    /**
     * Holds an order again, once, that a program paid or completed soon after it went on hold: a program that had read the
     * order before the hold did not know it. A second move is a decision, and so is each one where nothing holds any more.
     */
    static void holdAgain(Draft draft, Payment payment) {
        undone(draft, payment)
                .filter(hold -> isStale(draft, hold) && payment.holdsMoney() && draft.paidBy(payment))
                .ifPresent(hold -> {
                    Fact.OrderStatusChanged moved = (Fact.OrderStatusChanged) hold.fact();
                    if (!isKept(draft, payment.id(), moved)) {
                        release(draft, payment, hold);
                    } else if (draft.fresh(payment)) {
                        draft.move(hold, Status.ON_HOLD, payment, moved.reason(), moved.detail());
                    }
                });
    }

    /** Returns the line of the hold that others took this payment's order off. */
    private static Optional<Entry> undone(Draft draft, Payment payment) {
        return draft.ledger()
                .lastMove()
                .filter(moved -> isHold(moved, payment))
                .filter(_ -> draft.status() != Status.ON_HOLD && draft.status() != Status.PENDING)
                .map(hold -> draft.ledger().about(hold).getLast());
    }

    private static boolean isStale(Draft draft, Entry hold) {
        return draft.status().isPaid()
                && draft.now.isBefore(hold.at().plus(Policy.STALE_WRITE_WITHIN))
                && draft.ledger()
                        .undoneHold((Fact.OrderStatusChanged) hold.fact())
                        .isEmpty();
    }

    /** Puts the order on hold because of a line, once; again only where a stale writer undid that and it was paid again. */
    static void hold(Draft draft, Payment payment, Entry line, StatusReason reason) {
        boolean used =
                draft.ledger().facts(Fact.OrderStatusChanged.class).anyMatch(moved -> moved.cause() == line.number());
        Entry cause = used
                ? draft.ledger().entries().stream()
                        .filter(entry -> entry.fact() instanceof Fact.Paid)
                        .reduce(line, (_, last) -> last)
                : line;
        draft.move(cause, Status.ON_HOLD, payment, reason, reversal(line).id());
    }

    /** Returns the move by which Payonce put the order on hold for this payment, if nothing has moved it since. */
    static Optional<Fact.OrderStatusChanged> held(Draft draft, Payment payment) {
        return draft.ledger().lastMove().filter(moved -> draft.status() == Status.ON_HOLD && isHold(moved, payment));
    }

    /** Reports whether a hold for this payment was Payonce's last move, wherever the order is now. */
    static boolean wasHeld(Draft draft, Payment payment) {
        return draft.ledger().lastMove().filter(moved -> isHold(moved, payment)).isPresent();
    }

    private static boolean isHold(Fact.OrderStatusChanged moved, Payment payment) {
        return moved.payment().equals(payment.id()) && isHold(moved);
    }

    private static boolean isHold(Fact.OrderStatusChanged moved) {
        return moved.reason() == StatusReason.DISPUTED || moved.reason() == StatusReason.SUSPECTED_FRAUD;
    }

    /**
     * Holds a paid order while its payment is suspected, as WooCommerce's own Stripe plugin does. A warning holds no order
     * that is completed, since the goods are gone. No sign has money refunded.
     */
    static void suspect(Draft draft, Payment payment) {
        for (Entry line : lines(draft, payment.id())) {
            boolean holds = switch (reversal(line).kind()) {
                case FRAUD_WARNING -> draft.status() == Status.PROCESSING;
                case FRAUD_REVIEW ->
                    reversal(line).state() == Reversal.State.OPEN
                            && draft.status().isPaid();
                case REFUND, DISPUTE, INQUIRY -> false;
            };
            if (holds
                    && stands(draft, payment.id(), line)
                    && payment.holdsMoney()
                    && draft.paidBy(payment)
                    && draft.fresh(payment)) {
                hold(draft, payment, line, StatusReason.SUSPECTED_FRAUD);
            }
        }
    }

    /**
     * Puts an order back that Payonce put on hold, once something ended for it since and nothing speaks against any of its
     * payers.
     */
    static void lift(Draft draft, Payment payment) {
        draft.ledger()
                .lastMove()
                .filter(hold -> draft.status() == Status.ON_HOLD && isHold(hold) && draft.paidBy(payment))
                .filter(hold -> !payment.disputed() && !isKept(draft, payment.id(), hold))
                .filter(hold -> otherPayers(draft, payment).noneMatch(other -> isKept(draft, other, hold)))
                .ifPresent(hold -> lines(draft, payment.id()).stream()
                        .filter(line ->
                                line.number() > hold.cause() && reversal(line).ended())
                        .reduce((_, last) -> last)
                        .filter(_ -> draft.fresh(payment))
                        .ifPresent(end -> draft.move(
                                end,
                                hold.from(),
                                payment,
                                reversal(end).suspects() ? StatusReason.FRAUD_CLEARED : StatusReason.DISPUTE_WON,
                                reversal(end).id())));
    }

    /** Returns the other payments that pay the order and had a reversal. A dispute of theirs keeps the order on hold, too. */
    private static Stream<String> otherPayers(Draft draft, Payment payment) {
        return draft.ledger().lastReversals().values().stream()
                .map(line -> ((Fact.ReversalObserved) line.fact()).payment())
                .distinct()
                .filter(other ->
                        !other.equals(payment.id()) && draft.standing().payers().contains(other));
    }

    /** Reports whether a line about this payment keeps the order on hold. */
    private static boolean isKept(Draft draft, String payment, Fact.OrderStatusChanged hold) {
        return lines(draft, payment).stream().anyMatch(line -> keeps(draft, payment, hold, line));
    }

    /** Reports whether this line keeps an order on hold; a warning keeps one that it would hold by itself. */
    private static boolean keeps(Draft draft, String payment, Fact.OrderStatusChanged hold, Entry line) {
        Reversal.State state = reversal(line).state();
        return switch (reversal(line).kind()) {
            case REFUND -> false;
            case DISPUTE ->
                draft.policy.terms().disputes() == Policy.Disputes.STATUS
                        && reversal(line).disputes();
            case INQUIRY ->
                state == Reversal.State.OPEN
                        && draft.policy.terms().inquiry() == Policy.Inquiry.HOLD
                        && !isReleased(draft, payment, line);
            case FRAUD_REVIEW ->
                stands(draft, payment, line)
                        && (state == Reversal.State.OPEN || (state == Reversal.State.LOST && wasOpen(draft, line)));
            case FRAUD_WARNING ->
                stands(draft, payment, line)
                        && draft.ledger().undoneHold(hold).orElse(hold).from() == Status.PROCESSING;
        };
    }

    /**
     * Reports whether a sign of fraud is to be answered yet by a person who moves the order. A dispute that is won answers
     * a warning: the bank has decided. It is no approval, which alone ends a review.
     */
    private static boolean stands(Draft draft, String payment, Entry line) {
        return draft.policy.terms().fraudSigns() == Policy.FraudSigns.HOLD
                && !(reversal(line).kind() == Reversal.Kind.FRAUD_WARNING && disputeWon(draft, payment))
                && !answered(draft, payment, draft.ledger().about(line.fact()).getFirst());
    }

    private static boolean disputeWon(Draft draft, String payment) {
        return lines(draft, payment).stream()
                .map(HoldRules::reversal)
                .anyMatch(other -> other.kind() == Reversal.Kind.DISPUTE && other.state() == Reversal.State.WON);
    }

    /** Reports whether others took the order off hold while this dispute or inquiry was open; another amount opens none. */
    static boolean isReleased(Draft draft, String payment, Entry line) {
        List<Entry> all = draft.ledger().about(line.fact());
        return answered(
                draft,
                payment,
                all.reversed().stream()
                        .takeWhile(before -> reversal(before).kind()
                                        == reversal(line).kind()
                                && reversal(before).state() == reversal(line).state())
                        .reduce(line, (_, first) -> first));
    }

    /** Reports whether the order was taken off hold by others after this line. */
    private static boolean answered(Draft draft, String payment, Entry line) {
        return draft.ledger().entries().stream()
                .filter(entry -> entry.number() > line.number())
                .anyMatch(entry -> entry.fact() instanceof Fact.OrderStatusChanged moved
                        && moved.reason() == StatusReason.RELEASED
                        && moved.payment().equals(payment));
    }

    private static boolean wasOpen(Draft draft, Entry line) {
        return draft.ledger().about(line.fact()).stream()
                .anyMatch(before -> reversal(before).state() == Reversal.State.OPEN);
    }

    /** Returns the last line of each reversal of this payment. */
    private static List<Entry> lines(Draft draft, String payment) {
        return draft.ledger().lastReversals().values().stream()
                .filter(line -> ((Fact.ReversalObserved) line.fact()).payment().equals(payment))
                .toList();
    }

    private static Reversal reversal(Entry line) {
        return ((Fact.ReversalObserved) line.fact()).reversal();
    }
}
