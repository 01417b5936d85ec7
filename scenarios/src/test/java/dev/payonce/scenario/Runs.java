package dev.payonce.scenario;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import dev.payonce.order.OrderId;
import dev.payonce.redis.CacheSeal;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewDecision;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.temporal.UpdateSeal;
import dev.payonce.temporal.UpdateSealInterceptor;
import dev.payonce.workflow.SearchAttributeKeys;
import dev.payonce.workflow.TemporalPaymentClient;
import io.temporal.api.activity.v1.ActivityOptions;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.PauseActivityRequest;
import io.temporal.api.workflowservice.v1.ResetActivityRequest;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UnpauseActivityRequest;
import io.temporal.api.workflowservice.v1.UpdateActivityOptionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A view of one workflow by Temporal's description, which is never late as its lists are, and an operator's actions.
 */
public final class Runs {

    /** The events of a callback's search until it waits for the first time. */
    private static final long SEARCHED = 16;

    private final WorkflowClient client;
    private final WorkflowClient api;

    /** @param secret the cache's, by which the worker takes updates for the API's */
    public Runs(Histories histories, String secret) {
        this.client = histories.client();
        this.api = WorkflowClient.newInstance(
                client.getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder(client.getOptions())
                        .setInterceptors(new UpdateSealInterceptor(new UpdateSeal(CacheSeal.of(List.of(secret)))))
                        .build());
    }

    /** Returns the client of the shop's Temporal. */
    public WorkflowClient client() {
        return client;
    }

    /** The latest run of a workflow. */
    public record Run(String id, WorkflowExecutionStatus status, long events, String payment, String reason) {

        public boolean open() {
            return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        }

        public boolean completed() {
            return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
        }

        /** Returns true when a callback's search has looked for the order at least once. */
        public boolean searched() {
            return events > SEARCHED;
        }
    }

    public Optional<Run> latest(String workflow) {
        try {
            WorkflowExecutionDescription run = stub(workflow).describe();
            return Optional.of(new Run(
                    run.getExecution().getRunId(),
                    run.getStatus(),
                    run.getHistoryLength(),
                    Optional.ofNullable(run.getTypedSearchAttributes().get(SearchAttributeKeys.STATUS))
                            .orElse(""),
                    Optional.ofNullable(run.getTypedSearchAttributes().get(SearchAttributeKeys.REASON))
                            .orElse("")));
        } catch (WorkflowNotFoundException none) {
            return Optional.empty();
        }
    }

    /** Returns the latest run's history. */
    public List<HistoryEvent> history(String workflow) {
        return client.fetchHistory(workflow).getEvents();
    }

    public void signal(String workflow, String name, Object... arguments) {
        stub(workflow).signal(name, arguments);
    }

    /** Returns true when the decision was applied. */
    public boolean decides(String workflow, ReviewDecision decision) {
        return decided(workflow, decision) instanceof DecisionResult.Applied;
    }

    /** Returns the result of a decision that comes as the API sends it, also where no run is open. */
    public DecisionResult decided(String workflow, ReviewDecision decision) {
        int end = workflow.lastIndexOf('-');
        String store = workflow.substring(0, Math.max(0, end));
        return new TemporalPaymentClient(api, store)
                .decide(new OrderId(store, Long.parseLong(workflow.substring(end + 1))), decision);
    }

    public void cancel(String workflow) {
        stub(workflow).cancel();
    }

    public void terminate(String workflow) {
        stub(workflow).terminate("a test's operator");
    }

    public void terminateIfOpen(String workflow) {
        if (latest(workflow).filter(Run::open).isPresent()) {
            terminate(workflow);
        }
    }

    /** Resets to the latest run's first decision; everything after it happens again in a new run. */
    public String reset(String workflow) {
        long first = history(workflow).stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .findFirst()
                .orElseThrow()
                .getEventId();
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace("default")
                        .setWorkflowExecution(latestExecution(workflow))
                        .setReason("a test's operator")
                        .setRequestId(UUID.randomUUID().toString())
                        .setWorkflowTaskFinishEventId(first)
                        .build())
                .getRunId();
    }

    /** Pauses the activity that is under way, as the Temporal CLI does; a pause lets the present try end. */
    public void pauseActivity(String workflow, String type) {
        var _ = service()
                .pauseActivity(PauseActivityRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(anyRun(workflow))
                        .setType(type)
                        .setReason("a test's operator")
                        .build());
    }

    public void unpauseActivity(String workflow, String type) {
        var _ = service()
                .unpauseActivity(UnpauseActivityRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(anyRun(workflow))
                        .setType(type)
                        .setResetAttempts(true)
                        .build());
    }

    /** Lets the activity begin again with its first try. */
    public void resetActivity(String workflow, String type) {
        var _ = service()
                .resetActivity(ResetActivityRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(anyRun(workflow))
                        .setType(type)
                        .build());
    }

    /** Shortens the time of one try of the activity. */
    public void shortenActivity(String workflow, String type, long seconds) {
        var _ = service()
                .updateActivityOptions(UpdateActivityOptionsRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(anyRun(workflow))
                        .setType(type)
                        .setActivityOptions(
                                ActivityOptions.newBuilder().setStartToCloseTimeout(Durations.fromSeconds(seconds)))
                        .setUpdateMask(FieldMask.newBuilder().addPaths("start_to_close_timeout"))
                        .build());
    }

    private WorkflowServiceGrpc.WorkflowServiceBlockingStub service() {
        return client.getWorkflowServiceStubs().blockingStub();
    }

    private static WorkflowExecution anyRun(String workflow) {
        return WorkflowExecution.newBuilder().setWorkflowId(workflow).build();
    }

    /** Deletes the run, as retention does. */
    public void forget(String workflow) {
        client.getWorkflowServiceStubs()
                .blockingStub()
                .deleteWorkflowExecution(DeleteWorkflowExecutionRequest.newBuilder()
                        .setNamespace("default")
                        .setWorkflowExecution(latestExecution(workflow))
                        .build());
    }

    /** Returns the details that the Temporal UI shows on the run's page, in Markdown. */
    public String details(String workflow) {
        return stub(workflow)
                .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                .getCurrentDetails();
    }

    private WorkflowExecution latestExecution(String workflow) {
        return stub(workflow).describe().getExecution();
    }

    private WorkflowStub stub(String workflow) {
        return client.newUntypedWorkflowStub(workflow);
    }
}
