package dev.payonce.temporal;

import io.grpc.StatusRuntimeException;
import io.temporal.api.batch.v1.BatchOperationSignal;
import io.temporal.api.enums.v1.BatchOperationState;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeBatchOperationRequest;
import io.temporal.api.workflowservice.v1.DescribeBatchOperationResponse;
import io.temporal.api.workflowservice.v1.StartBatchOperationRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Optional;

/**
 * The bulk refresh of the store's runs: a batch operation of Temporal. It goes on without this process, keeps its rate, and
 * Temporal takes each job once, by its name. Each call has a bound, after which it throws.
 */
public final class TemporalBulkRefreshes implements BulkRefreshes {

    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final WorkflowClient temporal;
    private final Deadlines deadlines;
    private final String store;

    /** @param store the name of the store in its mode; empty where it has no name and Payonce acts */
    public TemporalBulkRefreshes(WorkflowClient temporal, Deadlines deadlines, String store) {
        this.temporal = temporal;
        this.deadlines = deadlines;
        this.store = store;
    }

    @Override
    public long count(Filter filter) {
        return deadlines.result(
                WITHIN,
                () -> stub().countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                                .setNamespace(namespace())
                                .setQuery(query(filter))
                                .build())
                        .getCount());
    }

    private String query(Filter filter) {
        return TemporalRuns.open(store, filter.status())
                + filter.code()
                        .map(code -> " AND PaymentReason = '" + code + "'")
                        .orElse("");
    }

    @Override
    public Started start(String job, Filter filter, String who, String why) {
        StartBatchOperationRequest request = StartBatchOperationRequest.newBuilder()
                .setNamespace(namespace())
                .setJobId(name(job))
                .setVisibilityQuery(query(filter))
                .setReason(why)
                .setMaxOperationsPerSecond(PER_SECOND)
                .setSignalOperation(
                        BatchOperationSignal.newBuilder().setSignal("refresh").setIdentity(who))
                .build();
        try {
            var _ = deadlines.result(WITHIN, () -> stub().startBatchOperation(request));
            return Started.RUNS;
        } catch (StatusRuntimeException refused) {
            return switch (refused.getStatus().getCode()) {
                case ALREADY_EXISTS -> Started.RUNS;
                // Temporal counts running jobs first, so the same job may find itself in its own way.
                case RESOURCE_EXHAUSTED, UNAVAILABLE -> progress(job).isPresent() ? Started.RUNS : Started.OTHERS_RUN;
                default -> throw refused;
            };
        }
    }

    @Override
    public Optional<Progress> progress(String job) {
        DescribeBatchOperationRequest request = DescribeBatchOperationRequest.newBuilder()
                .setNamespace(namespace())
                .setJobId(name(job))
                .build();
        try {
            DescribeBatchOperationResponse now = deadlines.result(WITHIN, () -> stub().describeBatchOperation(request));
            return Optional.of(new Progress(
                    now.getTotalOperationCount(),
                    now.getCompleteOperationCount(),
                    now.getFailureOperationCount(),
                    now.getState() == BatchOperationState.BATCH_OPERATION_STATE_RUNNING));
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == io.grpc.Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private WorkflowServiceBlockingStub stub() {
        return temporal.getWorkflowServiceStubs().blockingStub();
    }

    private String namespace() {
        return temporal.getOptions().getNamespace();
    }

    /** Returns the job's name in Temporal; no other store reads it. */
    private String name(String job) {
        return "payonce-refresh-" + (store.isEmpty() ? "" : store + "-") + job;
    }
}
