package dev.payonce.ledger;

import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;

/**
 * Who paid an order.
 *
 * @param known whether anybody did: a payment, cash, or an admin's click
 * @param externalIds the payment's names; none when nobody wrote down which payment it was
 */
public record PaidBy(boolean known, ExternalIds externalIds) {

    /**
     * What Payonce wrote down counts before what the order says, because other plugins overwrite the id on an order that
     * is already paid. Once that payment was refunded, the order may have been paid anew without us.
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

    /** With these names too, if they are names of the same payment. */
    public PaidBy orAlso(ExternalIds more) {
        return externalIds.meet(more) && !externalIds.all().containsAll(more.all())
                ? new PaidBy(known, externalIds.and(more))
                : this;
    }
}
