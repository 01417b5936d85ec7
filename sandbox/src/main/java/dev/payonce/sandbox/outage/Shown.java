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

/** What whoever looks at Temporal's list sees of the affected payments: when each was first shown as stalled, and why. */
final class Shown {

    private final Histories histories;
    private final Map<String, Duration> stalledAfter = new HashMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private long asking;

    Shown(Histories histories) {
        this.histories = histories;
    }

    /** Looks once more. */
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

    /** How long after its run began; empty when it never was. */
    Optional<Duration> stalledAfter(Affected one) {
        return Optional.ofNullable(stalledAfter.get(one.workflow()));
    }

    Map<String, Integer> reasons() {
        return reasons;
    }

    /** The most at any time. */
    long asking() {
        return asking;
    }
}
