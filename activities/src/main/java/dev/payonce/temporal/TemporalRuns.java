package dev.payonce.temporal;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.workflow.SearchAttributeKeys;
import dev.payonce.workflow.Stall;
import dev.payonce.workflow.TemporalPaymentClient;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The reader of the store's runs in Temporal, for people. Each call has a bound, after which it throws. */
public final class TemporalRuns {

    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Duration LISTED_WITHIN = Duration.ofSeconds(10);

    private final WorkflowClient temporal;
    private final Deadlines deadlines;
    private final String store;
    private final String query;

    /** @param store the name of the store in its mode; empty where it has no name and Payonce acts */
    public TemporalRuns(WorkflowClient temporal, Deadlines deadlines, String store) {
        this.temporal = temporal;
        this.deadlines = deadlines;
        this.store = store;
        this.query = open(store, PaymentSummary.Status.STALLED);
    }

    /** Returns the query for a store's open runs in this status. */
    static String open(String store, PaymentSummary.Status status) {
        return "ExecutionStatus = 'Running' AND PaymentStatus = '" + status + "' AND Store "
                + (store.isEmpty() ? "IS NULL" : "= '" + store + "'");
    }

    /**
     * A run as Temporal shows it, also while no worker lives.
     *
     * @param workflow its workflow ID
     * @param reason the code of what it stands still for, or empty
     * @param gateway where it has one
     * @param stall empty unless it is stalled
     */
    public record Run(String workflow, boolean open, String reason, Optional<String> gateway, Optional<Stall> stall) {

        public Run(String workflow, boolean open, String reason, Optional<Stall> stall) {
            this(workflow, open, reason, Optional.empty(), stall);
        }
    }

    /** Returns the order's latest run. */
    public Optional<Run> latest(OrderId order) {
        return described(TemporalPaymentClient.workflowId(store, order));
    }

    private Optional<Run> described(String workflow) {
        try {
            return Optional.of(deadlines.result(
                    WITHIN, () -> run(temporal.newUntypedWorkflowStub(workflow).describe())));
        } catch (WorkflowNotFoundException none) {
            return Optional.empty();
        }
    }

    /** Returns at most this many stalled runs of the store. */
    public List<Run> stalled(int most) {
        return deadlines.result(
                LISTED_WITHIN,
                () -> temporal.listExecutions(query)
                        .limit(most)
                        .map(TemporalRuns::run)
                        .toList());
    }

    /** Reports whether the run stands still now. */
    public boolean isStalled(String workflow) {
        return described(workflow).flatMap(Run::stall).isPresent();
    }

    /** Has an open run try again at once. A run that is over needs no refresh. */
    public void refresh(String workflow) {
        try {
            deadlines.within(
                    WITHIN, () -> temporal.newUntypedWorkflowStub(workflow).signal("refresh"));
        } catch (WorkflowNotFoundException over) {
            // It is over since.
        }
    }

    private static Run run(WorkflowExecutionMetadata run) {
        boolean open = run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        boolean stalled = open
                && PaymentSummary.Status.STALLED
                        .name()
                        .equals(run.getTypedSearchAttributes().get(SearchAttributeKeys.STATUS));
        return new Run(
                run.getExecution().getWorkflowId(),
                open,
                Optional.ofNullable(run.getTypedSearchAttributes().get(SearchAttributeKeys.REASON))
                        .orElse(""),
                Optional.ofNullable(run.getTypedSearchAttributes().get(SearchAttributeKeys.GATEWAY)),
                stalled ? stall(run) : Optional.empty());
    }

    /** Returns empty for a memo of another version or key: one such run must not hide all the others. */
    private static Optional<Stall> stall(WorkflowExecutionMetadata run) {
        try {
            return Optional.ofNullable((Stall) run.getMemo(Stall.MEMO, Stall.class));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
