package dev.payonce.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An interceptor that stands around each try of an activity. */
abstract class AttemptInterceptor extends WorkerInterceptorBase {

    /** Runs the try, and returns its output. */
    abstract ActivityOutput around(ActivityInfo activity, Supplier<ActivityOutput> attempt);

    @Override
    public final ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Attempt(next);
    }

    private final class Attempt extends ActivityInboundCallsInterceptorBase {

        private @Nullable ActivityInfo activity;

        Attempt(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        /** Keeps the activity's data: its context is gone by the time that its failure comes by. */
        @Override
        public void init(ActivityExecutionContext context) {
            activity = context.getInfo();
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            return around(Objects.requireNonNull(activity, "init comes before execute"), () -> super.execute(input));
        }
    }
}
