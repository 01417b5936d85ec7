package dev.payonce.woocommerce.plugin;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.Order;
import java.util.List;
import java.util.Optional;

/**
 * The order as it will be once its open effects are applied. Rules decide on it, so that a decision that PHP has not
 * carried out yet is not made again. Pure.
 */
final class ForeseenOrder {

    private ForeseenOrder() {}

    /** @param open names of the entries whose effects wait; effects apply in their order, so later entries wait too */
    static Order of(Order real, Ledger ledger, List<String> open) {
        Order foreseen = real;
        boolean waits = false;
        for (Entry entry : ledger.entries()) {
            waits = waits || open.contains(entry.name());
            if (waits && entry.fact() instanceof Fact.OrderChange change) {
                foreseen = after(foreseen, change, entry);
            }
        }
        return foreseen;
    }

    private static Order after(Order order, Fact.OrderChange change, Entry entry) {
        return switch (change) {
            case Fact.Paid paid ->
                order.with(paid.to(), Optional.of(new Order.Paid(paid.externalIds(), order.method(), entry.at())));
            case Fact.OrderStatusChanged moved -> order.with(moved.to(), order.paid());
        };
    }
}
