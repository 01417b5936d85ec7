package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.order.Order;

/**
 * Who paid an order.
 *
 * @param known whether anybody did: a payment, cash, or an admin's click
 * @param names the payment's names; none when nobody wrote down which payment it was
 */
record Payer(boolean known, Names names) {

    /**
     * What Payonce wrote down counts before what the order says, because other plugins overwrite the id on an order that
     * is already paid. Once that payment was refunded, the order may have been paid anew without us.
     */
    static Payer of(Order order, Ledger ledger) {
        Names byOrder = order.paid().map(Order.Paid::names).orElse(Names.NONE);
        Names byUs = ledger.facts(Fact.Paid.class).map(Fact.Paid::names).reduce(Names.NONE, Names::and);
        boolean refunded = ledger.movesSincePaid().stream().anyMatch(moved -> moved.why() == Fact.Why.REFUNDED);
        Payer payer =
                new Payer(order.paid().isPresent() || !byUs.none(), byUs.none() || refunded ? byUs.and(byOrder) : byUs);
        for (Fact.Sighted seen : ledger.facts(Fact.Sighted.class).toList()) {
            payer = payer.orAlso(seen.names());
        }
        return payer;
    }

    /** With these names too, if they are names of the same payment. */
    Payer orAlso(Names more) {
        return names.meet(more) && !names.all().containsAll(more.all()) ? new Payer(known, names.and(more)) : this;
    }
}
