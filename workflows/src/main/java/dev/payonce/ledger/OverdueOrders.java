package dev.payonce.ledger;

import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The orders that no run takes care of, as far as the store can tell. Reads only. */
public interface OverdueOrders {

    /**
     * Unfinished payments whose next look should have been before this time, the longest overdue first.
     *
     * @param after only those behind this one; {@link Overdue#FIRST} for all
     */
    List<Overdue> overdue(Instant before, Overdue after, int most);

    /**
     * Orders that the ledger says were paid and that wait for a payment again, with nothing on record that moved them: a
     * stale writer did. The lowest number first.
     *
     * @param after only those with a higher number
     */
    List<OrderId> undone(long after, int most);

    /** Returns those of these ids that the ledger has recorded for an order. */
    Set<String> recorded(String gateway, Set<String> ids);

    /** An unfinished payment, by its order's number, and when it was to be looked at. */
    record Overdue(long order, Instant nextRefresh) {
        public static final Overdue FIRST = new Overdue(0, Instant.EPOCH);
    }
}
