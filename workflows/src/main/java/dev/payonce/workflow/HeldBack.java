package dev.payonce.workflow;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The charges that a run holds back because a cancellation waits in its inbox. The cancellation may have come after the
 * charge was decided, while the store was away.
 */
final class HeldBack {

    private final Set<Integer> sent = new HashSet<>();

    /**
     * Returns the outcome of an operation that is not to be sent now; empty where it is to be sent. A charge is proven
     * unsent when it was decided during this run, and this run has not sent it: an order has one run at a time. Any other
     * may be on its way, so it is in doubt.
     */
    Optional<Outcome> outcome(Operation operation, boolean cancelled, Instant now) {
        if (!cancelled || !(operation instanceof Operation.Charge)) {
            sent.add(operation.number());
            return Optional.empty();
        }
        return Optional.of(
                isUnsent(operation)
                        ? new Outcome.NotSent(operation.number(), Outcome.NotSent.CANCELLED)
                        : new Outcome.Unknown(operation.number(), Outcome.NotSent.CANCELLED, false, now));
    }

    private boolean isUnsent(Operation operation) {
        WorkflowInfo run = Workflow.getInfo();
        boolean reset = !run.getRunId().equals(run.getOriginalExecutionRunId());
        return !reset // The run that was reset may have sent it.
                && !operation.header().at().isBefore(Instant.ofEpochMilli(run.getRunStartedTimestampMillis()))
                && !sent.contains(operation.number());
    }
}
