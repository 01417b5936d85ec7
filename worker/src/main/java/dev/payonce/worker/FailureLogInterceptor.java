package dev.payonce.worker;

import dev.payonce.failure.Failures;
import dev.payonce.health.LogLimit;
import dev.payonce.temporal.TemporalErrors;
import dev.payonce.workflow.FailureDetails;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interceptor that logs each failed try of an activity. A failure that an adapter has classified is one line, and so is
 * one of Temporal itself; one that an operator has to mend is a line a minute for each cause. Any other is a bug and has a
 * stack trace. Temporal's client would log a stack trace for each.
 */
final class FailureLogInterceptor extends AttemptInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLogInterceptor.class);

    private final LogLimit faults = new LogLimit(WorkerLimits.FAULTS, System::nanoTime);

    @Override
    ActivityOutput around(ActivityInfo activity, Supplier<ActivityOutput> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException failure) {
            log(activity, failure);
            throw failure;
        }
    }

    private void log(ActivityInfo activity, RuntimeException failure) {
        var line = LOG.atWarn()
                .addKeyValue("workflow", activity.getWorkflowId())
                .addKeyValue("attempt", activity.getAttempt());
        if (failure instanceof ApplicationFailure known && known.getType().equals(Failures.NON_RETRYABLE)) {
            faults.log(
                    FailureDetails.code(known),
                    before -> line.log(
                            "{} did not succeed ({}): {}. It stays stalled until this is mended ({} more within the last"
                                    + " minute)",
                            activity.getActivityType(),
                            FailureDetails.code(known),
                            known.getOriginalMessage(),
                            before));
        } else if (failure instanceof ApplicationFailure known
                && known.getType().equals(Failures.TRANSIENT)) {
            line.log(
                    "{} did not succeed ({}): {}",
                    activity.getActivityType(),
                    known.getType(),
                    known.getOriginalMessage());
        } else if (TemporalErrors.away(failure).isPresent()) {
            line.log(
                    "{} did not succeed ({}): Temporal did not answer in time. It is tried again",
                    activity.getActivityType(),
                    TemporalErrors.code(failure));
        } else {
            line.setCause(failure)
                    .log(
                            "{} failed in an unclassified way. This is a bug: report it with this trace",
                            activity.getActivityType());
        }
    }
}
