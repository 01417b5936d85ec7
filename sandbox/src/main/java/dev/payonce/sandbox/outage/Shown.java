package dev.payonce.sandbox.outage;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.workflow.SearchAttributeKeys;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The affected payments as Temporal's list shows them: when each was first shown as stalled, and why. */
final class Shown {

    private final Histories histories;
    private final Map<String, Duration> stalledAfter = new HashMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private long asking;

    Shown(Histories histories) {
        this.histories = histories;
    }

    /** Reads the list again. */
    void look() {
        Instant now = Instant.now();
        histories
                .client()
                .listExecutions("ExecutionStatus = 'Running' AND PaymentStatus = 'STALLED'")
                .forEach(run -> stalled(run, now));
        asking = Math.max(asking, histories.count("PaymentStatus = 'NEEDS_REVIEW'"));
    }

    private void stalled(WorkflowExecutionMetadata run, Instant now) {
        String id = run.getExecution().getWorkflowId();
        if (stalledAfter.putIfAbsent(id, Duration.between(run.getStartTime(), now)) == null) {
            String reason = Optional.ofNullable(run.getTypedSearchAttributes().get(SearchAttributeKeys.REASON))
                    .orElse("none");
            reasons.merge(reason, 1, Integer::sum);
        }
    }

    /** Returns how long after its start the run was shown as stalled; empty when it never was. */
    Optional<Duration> stalledAfter(Affected one) {
        return Optional.ofNullable(stalledAfter.get(one.workflow()));
    }

    Map<String, Integer> reasons() {
        return reasons;
    }

    /** Returns the highest number of reviews at any time. */
    long asking() {
        return asking;
    }
}
