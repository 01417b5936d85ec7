package dev.payonce.workflow;

import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;

/**
 * Heals, every few minutes, what nobody else does: lost callbacks, lost runs, stale writers. One for each store, for ever;
 * its workflow ID is {@code sweep}, after the store's name where it has one.
 */
@WorkflowInterface
public interface SweepWorkflow {

    @WorkflowMethod(name = "Sweep")
    void run(Places places);

    /**
     * Where the next round goes on, because the last one had enough.
     *
     * @param saved up to where the orders that PHP saved were held against the ledger
     * @param readings by account; none where the whole list was read
     */
    record Places(Overdue overdue, Cursor saved, Map<String, Reading> readings) {

        public static final Places START = new Places(Overdue.FIRST, Cursor.START, Map.of());

        public Places {
            readings = Map.copyOf(readings);
        }
    }

    /** A part of an event list, and the last event of it that was handed over; empty for none. */
    record Reading(Sweep.Span span, String after) {}
}
