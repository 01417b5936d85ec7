package dev.payonce.ledger;

import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;

/**
 * The payer of an order.
 *
 * @param known true when there is one: a payment, cash, or an administrator's click
 * @param externalIds the payment's names; none when no record says which payment it was
 */
public record PaidBy(boolean known, ExternalIds externalIds) {

    /**
     * Finds the payer; Payonce's own record counts before the order's, since other plugins overwrite the ID on a paid
     * order. Once that payment was refunded, the order may have been paid again without Payonce.
     */
    public static PaidBy of(Order order, Ledger ledger) {
        ExternalIds byOrder = order.paid().map(Order.Paid::externalIds).orElse(ExternalIds.NONE);
        ExternalIds byUs =
                ledger.facts(Fact.Paid.class).map(Fact.Paid::externalIds).reduce(ExternalIds.NONE, ExternalIds::and);
        boolean refunded =
                ledger.movesSincePaid().stream().anyMatch(moved -> moved.reason() == Fact.StatusReason.REFUNDED);
        PaidBy paidBy = new PaidBy(
                order.paid().isPresent() || !byUs.none(), byUs.none() || refunded ? byUs.and(byOrder) : byUs);
        for (Fact.PaymentObserved seen :
                ledger.facts(Fact.PaymentObserved.class).toList()) {
            paidBy = paidBy.orAlso(seen.externalIds());
        }
        return paidBy;
    }

    /** Adds these names, if they are names of the same payment. */
    public PaidBy orAlso(ExternalIds more) {
        return externalIds.meet(more) && !externalIds.all().containsAll(more.all())
                ? new PaidBy(known, externalIds.and(more))
                : this;
    }
}
