package dev.payonce.worker;

import dev.payonce.gateway.Outcome;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.util.function.Supplier;

/**
 * The interceptor that marks an operation that the gateway did not take, where an earlier try of its activity may have
 * reached the gateway. The worker of that try may have died between the request and its answer.
 */
final class SoleTryInterceptor extends AttemptInterceptor {

    @Override
    ActivityOutput around(ActivityInfo activity, Supplier<ActivityOutput> attempt) {
        ActivityOutput output = attempt.get();
        return output.getResult() instanceof Outcome.NotSent notSent && !isFirst(activity)
                ? new ActivityOutput(notSent.afterOtherTries())
                : output;
    }

    /** Reports whether this is the first try. An operator's reset of the activity counts its tries from 1 again. */
    private static boolean isFirst(ActivityInfo activity) {
        return activity.getAttempt() == 1
                && activity.getCurrentAttemptScheduledTimestamp() == activity.getScheduledTimestamp();
    }
}
