package dev.payonce.workflow;

import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import java.util.Map;

/**
 * The workflow that repairs lost callbacks, lost runs and stale writes every few minutes. Each store has one, for ever;
 * its workflow ID is {@code sweep}, after the store's name where it has one.
 */
@WorkflowInterface
public interface SweepWorkflow {

    @WorkflowMethod(name = "Sweep")
    void run(Places places);

    /** Begins a round now, or another one after the round that is under way. It moves no money by itself. */
    @UpdateMethod(name = "sweepNow")
    Asked sweepNow(String who, String why);

    /**
     * The answer to an operator who asked for a round.
     *
     * @param at when the round begins; the end of the one that is under way is not known
     */
    record Asked(Instant at, boolean underWay) {}

    /**
     * The start of a round, where the last one reached its limit.
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
