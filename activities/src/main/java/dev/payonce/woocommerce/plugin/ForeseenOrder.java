package dev.payonce.woocommerce.plugin;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.Order;
import dev.payonce.order.RejectedEffect;
import java.util.List;
import java.util.Optional;

/**
 * The order as it will be once its open effects are applied. Rules decide on it, so that a decision that PHP has not
 * carried out yet is not made again. Pure.
 */
final class ForeseenOrder {

    private ForeseenOrder() {}

    /** Effects apply in their order, so the entries after one that waits wait too. A broken note changes no order. */
    static Order of(Order real, Ledger ledger, UnfinishedEffects unfinished) {
        Order foreseen = real;
        List<String> brokenEntries =
                unfinished.broken().stream().map(RejectedEffect::entry).toList();
        boolean waits = false;
        for (Entry entry : ledger.entries()) {
            boolean broken = brokenEntries.contains(entry.name()) && entry.fact() instanceof Fact.OrderChange;
            waits = waits || broken || unfinished.open().contains(entry.name());
            if (waits && entry.fact() instanceof Fact.OrderChange change) {
                foreseen = after(foreseen, change, entry);
            }
        }
        return foreseen.withRejected(unfinished.broken());
    }

    private static Order after(Order order, Fact.OrderChange change, Entry entry) {
        return switch (change) {
            case Fact.Paid paid ->
                order.with(paid.to(), Optional.of(new Order.Paid(paid.externalIds(), order.method(), entry.at())));
            case Fact.OrderStatusChanged moved -> order.with(moved.to(), order.paid());
        };
    }
}
