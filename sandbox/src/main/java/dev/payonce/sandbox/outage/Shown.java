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

/** The affected payments in Temporal's list: the time until each was shown as stalled, and the reason. */
final class Shown {

    private final Histories histories;
    private final Map<String, Duration> stalledAfter = new HashMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private long reviews;

    Shown(Histories histories) {
        this.histories = histories;
    }

    /** Reads the list again. */
    void refresh() {
        Instant now = Instant.now();
        histories
                .client()
                .listExecutions("ExecutionStatus = 'Running' AND PaymentStatus = 'STALLED'")
                .forEach(run -> stalled(run, now));
        reviews = Math.max(reviews, histories.count("PaymentStatus = 'NEEDS_REVIEW'"));
    }

    private void stalled(WorkflowExecutionMetadata run, Instant now) {
        String id = run.getExecution().getWorkflowId();
        if (stalledAfter.putIfAbsent(id, Duration.between(run.getStartTime(), now)) == null) {
            String reason = Optional.ofNullable(run.getTypedSearchAttributes().get(SearchAttributeKeys.REASON))
                    .orElse("none");
            reasons.merge(reason, 1, Integer::sum);
        }
    }

    /** Returns the time from the start of its run; empty if it was never stalled. */
    Optional<Duration> stalledAfter(Affected one) {
        return Optional.ofNullable(stalledAfter.get(one.workflow()));
    }

    Map<String, Integer> reasons() {
        return reasons;
    }

    /** Returns the largest number of manual reviews at any time. */
    long reviews() {
        return reviews;
    }
}
