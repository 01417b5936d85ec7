package dev.payonce.sandbox.installation;

import dev.payonce.servers.TemporalServer;
import dev.payonce.workflow.PayloadConverter;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The histories in Temporal, read by Temporal's client and not by Payonce's. */
public final class Histories implements AutoCloseable {

    /** The statuses that may wait for a shopper, a bank, or money on its way back. */
    private static final String WAITING = "('OPEN', 'PENDING', 'AUTHORIZED', 'PAID', 'REFUNDED', 'DISPUTED')";

    /** The runs that wait for no person; the sweep always runs. */
    private static final String AT_WORK = "ExecutionStatus = 'Running' AND PaymentStatus IS NULL"
            + " AND WorkflowType != 'Sweep' OR ExecutionStatus = 'Running'"
            + " AND PaymentStatus != 'NEEDS_REVIEW' AND PaymentStatus NOT IN " + WAITING;

    private static final String MAY_WAIT = "ExecutionStatus = 'Running' AND PaymentStatus IN " + WAITING;

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    public Histories(TemporalServer temporal) {
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.address())
                .build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverter.converter())
                        .build());
    }

    public WorkflowClient client() {
        return client;
    }

    /** Counts the runs at work: they wait for no operator, shopper or bank. */
    public long atWork() {
        return client.countWorkflows(AT_WORK).getCount()
                + client.listExecutions(MAY_WAIT).filter(this::busy).count();
    }

    /** Tells that an activity or a workflow task of the run is due or in progress. */
    private boolean busy(WorkflowExecutionMetadata run) {
        DescribeWorkflowExecutionResponse now = stubs.blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(run.getExecution())
                        .build());
        return now.getPendingActivitiesCount() > 0 || now.hasPendingWorkflowTask();
    }

    public long count(String query) {
        return client.countWorkflows(query).getCount();
    }

    /** Lists the runs of all workflows, in the server's order. */
    public List<WorkflowExecutionMetadata> runs() {
        return client.listExecutions("StartTime > '2000-01-01T00:00:00Z'").toList();
    }

    public List<WorkflowExecutionMetadata> runs(String workflowId) {
        return client.listExecutions("WorkflowId = '" + workflowId + "'").toList();
    }

    public List<HistoryEvent> events(WorkflowExecutionMetadata run) {
        return client.fetchHistory(
                        run.getExecution().getWorkflowId(), run.getExecution().getRunId())
                .getEvents();
    }

    public static boolean failed(WorkflowExecutionMetadata run) {
        return run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED;
    }

    /** Describes a workflow's latest run. Lists may lag; a description does not. */
    public Optional<WorkflowExecutionDescription> latest(String workflowId) {
        try {
            return Optional.of(client.newUntypedWorkflowStub(workflowId).describe());
        } catch (WorkflowNotFoundException none) {
            return Optional.empty();
        }
    }

    /** Tells that a workflow has run and is completed. */
    public boolean isOver(String workflowId) {
        return latest(workflowId)
                .filter(run -> run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)
                .isPresent();
    }

    /** Collects the ids of all gateway events in the histories: from signals, and from the inputs of runs. */
    public Set<String> callbacks() {
        return callbacks(runs());
    }

    /** Collects those of one workflow's runs. */
    public Set<String> callbacks(String workflowId) {
        return callbacks(runs(workflowId));
    }

    private Set<String> callbacks(List<WorkflowExecutionMetadata> runs) {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        runs.parallelStream().forEach(run -> {
            for (HistoryEvent event : events(run)) {
                if (event.hasWorkflowExecutionSignaledEventAttributes()) {
                    String input = event.getWorkflowExecutionSignaledEventAttributes()
                            .getInput()
                            .toString();
                    collect(input, ids);
                } else if (event.hasWorkflowExecutionStartedEventAttributes()) {
                    collect(
                            event.getWorkflowExecutionStartedEventAttributes()
                                    .getInput()
                                    .toString(),
                            ids);
                }
            }
        });
        return ids;
    }

    private static void collect(String text, Set<String> ids) {
        java.util.regex.Matcher found =
                java.util.regex.Pattern.compile("evt_[A-Za-z0-9]+").matcher(text);
        while (found.find()) {
            ids.add(found.group());
        }
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
