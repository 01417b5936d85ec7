package dev.payonce.workflow;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The pace of a run's reconciliations: after a few within a second the next one waits. A flood of callbacks gathers in the
 * inbox meanwhile, and one reconciliation is for all of them.
 */
final class Pace {

    private static final int MOST = 3;
    private static final long WITHIN = 1_000;

    private final Deque<Long> starts = new ArrayDeque<>();

    /** Waits where the pace asks for it, then counts the reconciliation that starts now. */
    void keep() {
        long now = Workflow.currentTimeMillis();
        if (starts.size() == MOST && now - starts.getFirst() < WITHIN) {
            Backoff.of(
                    Duration.ofMillis(Math.max(1, starts.getLast() + WITHIN - now)),
                    "so that more can gather",
                    () -> false);
        }
        starts.addLast(Workflow.currentTimeMillis());
        if (starts.size() > MOST) {
            starts.removeFirst();
        }
    }
}
