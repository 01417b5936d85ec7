package dev.payonce.ledger;

import dev.payonce.order.Order.Status;
import dev.payonce.reconcile.InMemoryOrders;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The overdue orders of a store in memory. */
public final class InMemoryOverdueOrders implements OverdueOrders {

    private static final Comparator<Overdue> LONGEST_FIRST =
            Comparator.comparing(Overdue::nextRefresh).thenComparingLong(Overdue::order);

    private static final Set<Status> UNPAID = Set.of(Status.PENDING, Status.FAILED, Status.ON_HOLD, Status.CANCELLED);

    /** One time for all orders: their numbers alone order them. */
    private static final Instant SAVED = Instant.EPOCH.plusSeconds(1);

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
    public StaleWrites staleWrites(Cursor after, int most) {
        List<Long> stale = orders.numbers().stream()
                .filter(number -> number > after.order() && isSetBack(number))
                .sorted()
                .toList();
        List<Long> first = stale.stream().limit(most).toList();
        return new StaleWrites(
                first.stream().map(number -> orders.order(number).id()).toList(),
                first.isEmpty() ? after : new Cursor(SAVED, first.getLast()),
                stale.size() > most);
    }

    @Override
    public int unassigned(Instant before) {
        return 0;
    }

    @Override
    public Set<String> recorded(String gateway, Set<String> ids) {
        return ids.stream().filter(orders::hasRecorded).collect(Collectors.toSet());
    }

    private boolean isSetBack(long number) {
        Status status = orders.order(number).status();
        Ledger ledger = Ledger.of(orders.ledgerOf(number));
        boolean paid = ledger.facts(Fact.Paid.class).findAny().isPresent();
        boolean moved = !ledger.movesSincePaid().isEmpty();
        return UNPAID.contains(status) && paid && !moved;
    }
}
