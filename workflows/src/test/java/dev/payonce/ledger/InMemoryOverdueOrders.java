package dev.payonce.ledger;

import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.InMemoryOrders;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The overdue orders of a store in memory. */
public final class InMemoryOverdueOrders implements OverdueOrders {

    private static final Comparator<Overdue> LONGEST_FIRST =
            Comparator.comparing(Overdue::nextRefresh).thenComparingLong(Overdue::order);

    private final InMemoryOrders orders;

    public InMemoryOverdueOrders(InMemoryOrders orders) {
        this.orders = orders;
    }

    @Override
    public List<Overdue> overdue(Instant before, Overdue after, int most) {
        return orders.refreshes().entrySet().stream()
                .map(each -> new Overdue(each.getKey(), each.getValue()))
                .filter(each -> each.nextRefresh().isBefore(before) && LONGEST_FIRST.compare(each, after) > 0)
                .sorted(LONGEST_FIRST)
                .limit(most)
                .toList();
    }

    @Override
    public List<OrderId> undone(long after, int most) {
        return orders.numbers().stream()
                .filter(number -> number > after && undone(number))
                .sorted()
                .limit(most)
                .map(number -> orders.order(number).id())
                .toList();
    }

    private boolean undone(long number) {
        Status status = orders.order(number).status();
        Ledger ledger = new Ledger(orders.ledgerOf(number), Map.of(), List.of());
        boolean paid = ledger.facts(Fact.Paid.class).findAny().isPresent();
        boolean moved = !ledger.movesSincePaid().isEmpty();
        return (status == Status.PENDING || status == Status.FAILED) && paid && !moved;
    }
}
