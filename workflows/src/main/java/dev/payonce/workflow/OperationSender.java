package dev.payonce.workflow;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The sender of a run's operations. It holds a charge back while a cancellation waits in the inbox: the cancellation may
 * have come after the charge was decided, while the store was away.
 */
final class OperationSender {

    private final Inbox inbox;
    private final RunStatus display;
    private final Set<Integer> sent = new HashSet<>();
    private boolean unanswered;

    OperationSender(Inbox inbox, RunStatus display) {
        this.inbox = inbox;
        this.display = display;
    }

    /** Carries an operation out; an unknown outcome is shown at once, however much else is due, and then looked up. */
    Outcome carryOut(Operation operation) {
        Instant started = ActivityStubs.now();
        if (operation instanceof Operation.Charge && inbox.hasCancellation()) {
            return heldBack(operation, started);
        }
        boolean alone = isOfThisRun(operation);
        sent.add(operation.number());
        try {
            Outcome outcome = ActivityStubs.carryOut(operation).sentAt(started);
            return alone ? outcome : outcome.afterOtherTries();
        } catch (ActivityFailure unknown) {
            unanswered = true;
            leaveAlone(unknown);
            return new Outcome.Unknown(operation.number(), FailureDetails.code(unknown), false, started);
        }
    }

    /** Returns true, once, after an operation used up all its tries: what became of it has to be looked up first. */
    boolean takeUnanswered() {
        boolean was = unanswered;
        unanswered = false;
        return was;
    }

    /** Waits as long as the gateway has asked for; waiting callers are answered first. */
    private void leaveAlone(ActivityFailure failure) {
        Duration asked = FailureDetails.retryAfter(failure);
        display.stalled(failure.getActivityType(), failure, asked);
        if (asked.isPositive()) {
            inbox.stalled(false); // What was sent may have taken money.
            Backoff.of(asked, "as the gateway has asked", inbox::hasNews);
        }
    }

    /**
     * Returns the outcome of a charge that is not sent now. It is proven unsent when it was decided during this run, and
     * this run has not sent it: an order has one run at a time. Any other may be on its way, so it is in doubt.
     */
    private Outcome heldBack(Operation charge, Instant now) {
        return isDecidedHere(charge) && !sent.contains(charge.number())
                ? new Outcome.NotSent(charge.number(), Outcome.NotSent.CANCELLED)
                : new Outcome.Unknown(charge.number(), Outcome.NotSent.CANCELLED, false, now);
    }

    /**
     * Reports whether no lost run can have sent it since its last line: this run decided it, has had an answer of it, or
     * continues a run that recorded every answer. A reset run may repeat what the run before has sent.
     */
    private boolean isOfThisRun(Operation operation) {
        WorkflowInfo run = Workflow.getInfo();
        boolean answered = sent.contains(operation.number())
                || run.getContinuedExecutionRunId().isPresent();
        return isDecidedHere(operation) || (answered && !isReset(run));
    }

    private static boolean isDecidedHere(Operation operation) {
        WorkflowInfo run = Workflow.getInfo();
        return !isReset(run)
                && !operation.header().at().isBefore(Instant.ofEpochMilli(run.getRunStartedTimestampMillis()));
    }

    private static boolean isReset(WorkflowInfo run) {
        return !run.getRunId().equals(run.getOriginalExecutionRunId());
    }
}
