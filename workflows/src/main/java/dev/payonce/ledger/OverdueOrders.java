package dev.payonce.ledger;

import dev.payonce.order.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The orders that no run takes care of, as far as the store can tell. Reads only. */
public interface OverdueOrders {

    /**
     * Returns unfinished payments whose next refresh was due before this time, the longest overdue first.
     *
     * @param after only those behind this one; {@link Overdue#FIRST} for all
     */
    List<Overdue> overdue(Instant before, Overdue after, int most);

    /**
     * Returns orders that the ledger says were paid and that wait for a payment, are on hold or are cancelled. Nothing
     * on record moved them there: a stale writer or a person did. Returns also those that were paid or completed while
     * Payonce held them. The order saved longest ago comes first.
     *
     * @param after only those saved later
     */
    StaleWrites staleWrites(Cursor after, int most);

    /** Returns those of these ids that the ledger has recorded for an order. */
    Set<String> recorded(String gateway, Set<String> ids);

    /**
     * A part of the orders that were saved.
     *
     * @param reached where the next part begins
     * @param more true when there may be orders beyond it
     */
    record StaleWrites(List<OrderId> orders, Cursor reached, boolean more) {
        public StaleWrites {
            orders = List.copyOf(orders);
        }
    }

    /**
     * A place among the orders by the time at which they were saved, and by number within the same time.
     *
     * @param updated by the clock of the shop's PHP
     */
    record Cursor(Instant updated, long order) {
        public static final Cursor START = new Cursor(Instant.EPOCH, 0);

        /** A save becomes visible when its transaction ends, and that may be later than its time says. */
        public static final Duration OVERLAP = Duration.ofMinutes(10);

        /** Returns the place from which the next round reads. */
        public Cursor overlapping() {
            return updated.isAfter(Instant.EPOCH.plus(OVERLAP)) ? new Cursor(updated.minus(OVERLAP), 0) : START;
        }
    }

    /** An unfinished payment, by its order's number, with the time of its refresh. */
    record Overdue(long order, Instant nextRefresh) {
        public static final Overdue FIRST = new Overdue(0, Instant.EPOCH);
    }
}
