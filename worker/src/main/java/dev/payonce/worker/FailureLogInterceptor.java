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
 * Tells of each try of an activity that did not succeed: one line for what an adapter has classified, with a stack trace
 * only for what none has, because that is a bug. It stands in for the client's own words, which are a stack trace a try.
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

        /** Kept, because the activity's context is gone by the time that its failure comes by. */
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
                line.setCause(failure).log("{} failed in a way that nobody foresaw", info.getActivityType());
            }
        }
    }
}
