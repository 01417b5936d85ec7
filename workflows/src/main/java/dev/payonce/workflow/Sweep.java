package dev.payonce.workflow;

import dev.payonce.gateway.EventList;
import dev.payonce.ledger.OverdueOrders;
import dev.payonce.ledger.OverdueOrders.Overdue;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;

/** The sweep's activities. Each step is bounded, harmless to repeat, and says where the next one goes on. */
@ActivityInterface(namePrefix = "Sweep.")
public interface Sweep {

    /**
     * Returns this worker's settings; each round asks again, so that a restart with another setting counts at once.
     */
    Plan plan();

    /** Starts the runs of overdue payments, those behind this one. */
    Woken wake(Overdue after);

    /** Refreshes orders that a stale writer moved after they were paid, those saved later than this place. */
    Repaired repair(OverdueOrders.Cursor after);

    /**
     * Returns the part of an account's event list that is to be read next.
     *
     * @param withLastDay with the last day, for what was made durable in Temporal and is gone from there
     */
    Span span(String account, boolean withLastDay);

    /** Passes each event on as if its callback had come, unless that is known to have been applied. */
    void handOver(Span span, List<EventList.ListedEvent> listed);

    /** Moves the cursor, since everything in this window was handed over. */
    void reached(String account, Span span);

    /**
     * @param forgotten nothing is known to have been applied: the cursor is so old that the store has been restored, and it
     *     has forgotten what the cache remembers
     */
    record Span(EventList.Window window, boolean forgotten) {}

    /**
     * @param every the pause between two rounds
     * @param accounts those that keep a list of events
     */
    record Plan(Duration every, List<String> accounts) {
        public Plan {
            accounts = List.copyOf(accounts);
        }
    }

    /** @param more whether there may be others behind the last one */
    record Woken(Overdue last, boolean more) {}

    /** @param more true when there may be others beyond the place that was reached */
    record Repaired(OverdueOrders.Cursor reached, boolean more) {}
}
