package dev.payonce.ledger;

import dev.payonce.ledger.Fact.PaymentObserved;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import java.util.List;

/**
 * The standing of an order: what it asks, which payments have paid it, and what the merchant holds of them now. Status,
 * ledger and total decide it together, in this one place.
 *
 * @param payers the names of the payments that paid it; none where no payment is known to have done so
 * @param marked true when the order itself says that it was paid
 * @param returned true when there are payers, and all that they had captured went back
 * @param held what the merchant holds of the payers, in minor units, by what was seen last
 * @param covered true when that is what the order asks now
 */
public record Standing(Kind kind, ExternalIds payers, boolean marked, boolean returned, long held, boolean covered) {

    public enum Kind {
        /** It waits for a payment. */
        OWED,
        /** A payment has paid it, and the merchant holds what it asks; or it was shipped and given back. */
        PAID,
        /** A payment has paid it, and the merchant holds less than it asks now. */
        SHORT,
        /** A person set it to a paid status; no payment is known. */
        MARKED_PAID,
        /** It waits for a payment, but has a paid date. */
        DATED,
        /** It is cancelled, refunded or in the trash. */
        CLOSED,
        /** It has a status of another plugin. */
        FOREIGN
    }

    public static Standing of(Order order, Order.Status status, Ledger ledger) {
        ExternalIds names = payers(order, ledger);
        List<PaymentObserved> payers = ledger.lastObserved().values().stream()
                .filter(seen -> seen.externalIds().meet(names))
                .toList();
        ExternalIds seen = payers.stream().map(PaymentObserved::externalIds).reduce(ExternalIds.NONE, ExternalIds::and);
        long captured =
                payers.stream().mapToLong(payer -> payer.captured().minor()).sum();
        long held = payers.stream().mapToLong(ledger::net).sum();
        boolean marked = order.paid().isPresent();
        boolean returned = captured > 0 && held == 0 && seen.all().containsAll(names.all());
        boolean covered = !returned && enough(order, ledger, payers, held);
        Kind kind = switch (status) {
            case PENDING, FAILED, ON_HOLD -> {
                if (names.none()) {
                    yield marked ? Kind.DATED : Kind.OWED;
                }
                yield returned ? Kind.OWED : covered ? Kind.PAID : Kind.SHORT;
            }
            case PROCESSING, COMPLETED -> {
                if (names.none()) {
                    yield Kind.MARKED_PAID;
                }
                yield enough(order, ledger, payers, captured) ? Kind.PAID : Kind.SHORT;
            }
            case CANCELLED, REFUNDED, TRASH -> Kind.CLOSED;
            case OTHER -> Kind.FOREIGN;
        };
        return new Standing(kind, names.and(seen), marked, returned, held, covered);
    }

    /**
     * Returns the IDs of the payments that paid the order. The ledger counts before the order, because other plugins
     * overwrite the ID on an order that is already paid. Once that money went back, the order may have been paid again
     * without us. An ID that another order bears proves nothing, nor does one of a payment that was never captured.
     */
    private static ExternalIds payers(Order order, Ledger ledger) {
        List<Fact.Paid> paid = ledger.facts(Fact.Paid.class).toList();
        ExternalIds holding =
                names(paid.stream().filter(one -> holds(one, ledger)).toList());
        Ledger.Owner here = new Ledger.Owner(order.id().number(), order.key());
        ExternalIds byOrder = ExternalIds.of(order.paid().stream()
                .flatMap(one -> one.externalIds().all().stream())
                .filter(id -> !order.sharedIds().contains(id))
                .filter(id -> here.equals(ledger.owners().getOrDefault(id, here)))
                .filter(id -> ledger.lastObserved().values().stream()
                        .noneMatch(seen -> seen.externalIds().contains(id)
                                && !seen.captured().isPositive()))
                .toList());
        return holding.none() ? names(paid).and(byOrder) : holding;
    }

    private static boolean holds(Fact.Paid paid, Ledger ledger) {
        return ledger.lastObserved(paid.payment())
                .filter(seen -> ledger.net(seen) == 0)
                .isEmpty();
    }

    private static ExternalIds names(List<Fact.Paid> paid) {
        return paid.stream().map(Fact.Paid::externalIds).reduce(ExternalIds.NONE, ExternalIds::and);
    }

    /**
     * Reports whether the payers hold what the order asks. A payer that was never seen does; so does one that was
     * accepted for what the order asks now.
     */
    private static boolean enough(Order order, Ledger ledger, List<PaymentObserved> payers, long minor) {
        boolean accepted = ledger.facts(Fact.Paid.class)
                .anyMatch(paid -> paid.captured().minor() <= minor
                        && paid.enough()
                                .filter(enough -> order.total()
                                        .map(total -> enough.covers(0, total))
                                        .orElse(true))
                                .isPresent());
        return payers.isEmpty()
                || accepted
                || order.total()
                        .filter(total -> payers.stream()
                                .allMatch(payer -> payer.captured().currency().equals(total.currency())))
                        .filter(total -> minor + tolerance(payers, total) >= total.minor())
                        .isPresent();
    }

    private static long tolerance(List<PaymentObserved> payers, Money total) {
        boolean ours = payers.stream().allMatch(payer -> payer.operation() > 0);
        return ours ? 0 : Money.rounding(total.currency());
    }

    /** Returns true when the order may still be paid by a payment that has not paid it yet. */
    public boolean owed() {
        return kind == Kind.OWED;
    }

    /** Returns true when a payment, cash, or a person's click has paid it. */
    public boolean known() {
        return marked || !payers.none();
    }

    /** Returns true when the merchant holds some of what it was paid with, and it asks more now. */
    public boolean partlyPaid() {
        return held > 0 && !covered;
    }

    public boolean paidBy(Payment payment) {
        return payers.meet(payment.externalIds());
    }

    /** Returns true when the merchant holds what it asks now: a shipped order may have been refunded in part. */
    public boolean settled() {
        return switch (kind) {
            case PAID, CLOSED, FOREIGN -> known() && covered;
            case MARKED_PAID -> true;
            case OWED, SHORT, DATED -> false;
        };
    }
}
