package dev.payonce.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import dev.payonce.settings.TemporalSettings;
import dev.payonce.workflow.PayloadConverter;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process's one connection to Temporal. It is made when it is first used, so a start never waits for Temporal. */
public final class TemporalConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporalConnection.class);

    private static final int METRICS_EVERY_SECONDS = 10;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    /** A peer that vanished without a word is found out after a ping of 15 s and this, instead of at TCP's leisure. */
    private static final Duration PING_EVERY = Duration.ofSeconds(15);

    private static final Duration PING_WITHIN = Duration.ofSeconds(5);

    private final String namespace;
    private final Scope metrics;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    public TemporalConnection(TemporalSettings settings, MeterRegistry meters) {
        this(settings, meters, List.of());
    }

    /** @param mark goes on each update that this process sends */
    public TemporalConnection(TemporalSettings settings, MeterRegistry meters, UpdateSeal mark) {
        this(settings, meters, List.of(new UpdateSealInterceptor(mark)));
    }

    private TemporalConnection(
            TemporalSettings settings, MeterRegistry meters, List<WorkflowClientInterceptor> interceptors) {
        this.namespace = settings.namespace();
        this.metrics = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(meters))
                .reportEvery(com.uber.m3.util.Duration.ofSeconds(METRICS_EVERY_SECONDS));
        this.stubs = WorkflowServiceStubs.newServiceStubs(settings.stubs()
                .setMetricsScope(metrics)
                .setKeepAliveTime(PING_EVERY)
                .setKeepAliveTimeout(PING_WITHIN)
                .build());
        this.client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setInterceptors(interceptors.toArray(WorkflowClientInterceptor[]::new))
                        .setDataConverter(PayloadEncryption.around(PayloadConverter.converter(), settings.keys()))
                        .build());
    }

    public WorkflowClient client() {
        return client;
    }

    /** Returns when Temporal answers and knows the namespace; throws gRPC's exception otherwise, within the bound. */
    public void check(Duration within) {
        client.getWorkflowServiceStubs() // They name the namespace in a header, by which Temporal Cloud finds it.
                .blockingStub()
                .withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS)
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .build());
    }

    /** Returns the workers that have polled this queue for workflow tasks in the last minutes. */
    List<PollerInfo> pollers(String taskQueue, Duration within) {
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS)
                .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(namespace)
                        .setTaskQueue(TaskQueue.newBuilder().setName(taskQueue))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                        .build())
                .getPollersList();
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        try {
            metrics.close();
        } catch (ScopeCloseException lastReportFailed) {
            LOG.debug("The last report of Temporal's metrics failed", lastReportFailed);
        }
    }
}
