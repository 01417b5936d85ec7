package dev.payonce.worker;

import com.google.protobuf.ByteString;
import io.grpc.Deadline;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The interceptor that reports at intervals that a try is under way, so that Temporal notices a dead worker by its
 * silence, long before the try's timeout. Almost every try ends before its first heartbeat.
 *
 * <p>The heartbeat goes to Temporal directly and not through the activity's context. That one falls silent as soon as
 * the worker stops, and the work that the worker still finishes would be done a second time elsewhere.
 */
final class HeartbeatInterceptor extends WorkerInterceptorBase {

    private final Duration every;
    private final Consumer<ActivityInfo> tell;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pulse").factory());

    /** @param tell must neither throw nor wait */
    HeartbeatInterceptor(Duration every, Consumer<ActivityInfo> tell) {
        this.every = every;
        this.tell = tell;
    }

    static HeartbeatInterceptor of(WorkflowClient temporal) {
        return new HeartbeatInterceptor(WorkerLimits.PULSE, activity -> tell(temporal, activity));
    }

    /** Sends a heartbeat and waits for no answer: the next one replaces a lost one. */
    private static void tell(WorkflowClient temporal, ActivityInfo activity) {
        var _ = temporal.getWorkflowServiceStubs()
                .futureStub()
                .withDeadline(Deadline.after(WorkerLimits.PULSE.toMillis(), TimeUnit.MILLISECONDS))
                .recordActivityTaskHeartbeat(RecordActivityTaskHeartbeatRequest.newBuilder()
                        .setNamespace(activity.getNamespace())
                        .setTaskToken(ByteString.copyFrom(activity.getTaskToken()))
                        .build());
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Beating(next);
    }

    private final class Beating extends ActivityInboundCallsInterceptorBase {

        private @Nullable ActivityInfo activity;

        Beating(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            activity = context.getInfo();
            super.init(context);
        }

        /** Runs a local activity without heartbeats, since it is part of its workflow's task. */
        @Override
        public ActivityOutput execute(ActivityInput input) {
            ActivityInfo info = Objects.requireNonNull(activity, "init comes before execute");
            if (info.isLocal()) {
                return super.execute(input);
            }
            Future<?> beats = clock.scheduleAtFixedRate(
                    () -> tell.accept(info), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return super.execute(input);
            } finally {
                beats.cancel(false);
            }
        }
    }
}
