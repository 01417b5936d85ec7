package dev.payonce.worker;

import com.google.protobuf.ByteString;
import io.grpc.Deadline;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The interceptor that sends heartbeats while a try of an activity runs. A worker that died is noticed by its silence,
 * before the try's whole time is over. Almost every try ends before its first heartbeat.
 *
 * <p>A heartbeat goes to Temporal directly, not through the activity's context. That one falls silent when the worker
 * begins to stop, and another worker would repeat what this one still finishes.
 */
final class HeartbeatInterceptor extends AttemptInterceptor {

    private final Duration every;
    private final Consumer<ActivityInfo> send;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat").factory());

    /** @param send must neither throw nor wait */
    HeartbeatInterceptor(Duration every, Consumer<ActivityInfo> send) {
        this.every = every;
        this.send = send;
    }

    static HeartbeatInterceptor of(WorkflowClient temporal) {
        return new HeartbeatInterceptor(WorkerLimits.HEARTBEAT, activity -> send(temporal, activity));
    }

    /** Sends one heartbeat without waiting for the response: the next one follows a lost one. */
    private static void send(WorkflowClient temporal, ActivityInfo activity) {
        var _ = temporal.getWorkflowServiceStubs()
                .futureStub()
                .withDeadline(Deadline.after(WorkerLimits.HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS))
                .recordActivityTaskHeartbeat(RecordActivityTaskHeartbeatRequest.newBuilder()
                        .setNamespace(activity.getNamespace())
                        .setTaskToken(ByteString.copyFrom(activity.getTaskToken()))
                        .build());
    }

    /** Leaves out a local activity: it is part of its workflow's task, for which Temporal expects no heartbeat. */
    @Override
    ActivityOutput around(ActivityInfo activity, Supplier<ActivityOutput> attempt) {
        if (activity.isLocal()) {
            return attempt.get();
        }
        Future<?> beats = clock.scheduleAtFixedRate(
                () -> send.accept(activity), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return attempt.get();
        } finally {
            beats.cancel(false);
        }
    }
}
