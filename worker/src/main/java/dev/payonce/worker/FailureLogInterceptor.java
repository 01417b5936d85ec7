package dev.payonce.worker;

import dev.payonce.failure.Failures;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interceptor that logs each failed try of an activity: one line for a failure that an adapter has classified, and
 * a stack trace only for any other, which is a bug. It replaces the client's own logging, which prints a stack trace
 * for each try.
 */
final class FailureLogInterceptor extends WorkerInterceptorBase {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLogInterceptor.class);
    private static final Set<String> CLASSIFIED = Set.of(Failures.TRANSIENT, Failures.NON_RETRYABLE);

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Report(next);
    }

    private static final class Report extends ActivityInboundCallsInterceptorBase {

        private @Nullable ActivityInfo activity;

        Report(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        /** Keeps the activity's context, which is gone when its failure arrives. */
        @Override
        public void init(ActivityExecutionContext context) {
            activity = context.getInfo();
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            try {
                return super.execute(input);
            } catch (RuntimeException failure) {
                tell(failure);
                throw failure;
            }
        }

        private void tell(RuntimeException failure) {
            ActivityInfo info = Objects.requireNonNull(activity, "init comes before execute");
            var line = LOG.atWarn()
                    .addKeyValue("workflow", info.getWorkflowId())
                    .addKeyValue("attempt", info.getAttempt());
            if (failure instanceof ApplicationFailure known && CLASSIFIED.contains(known.getType())) {
                line.log(
                        "{} did not succeed ({}): {}",
                        info.getActivityType(),
                        known.getType(),
                        known.getOriginalMessage());
            } else {
                line.setCause(failure).log("{} failed in an unexpected way", info.getActivityType());
            }
        }
    }
}
