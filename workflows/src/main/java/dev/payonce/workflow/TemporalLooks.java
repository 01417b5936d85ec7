package dev.payonce.workflow;

import dev.payonce.order.OrderId;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;

/** How the sweep has orders looked at, and how it is started itself. The caller bounds each call by its own deadline. */
public final class TemporalLooks {

    private final WorkflowClient temporal;
    private final String store;

    public TemporalLooks(WorkflowClient temporal, String store) {
        this.temporal = temporal;
        this.store = store;
    }

    /** Starts the order's run where none is open. One that is open has its own time to look, and is left alone. */
    public void wake(OrderId order) {
        WorkflowClient.start(payment(order)::run, PaymentWorkflow.Start.of(order));
    }

    /** Has the order looked at now, by the run that is open or by a new one. */
    public void refresh(OrderId order) {
        PaymentWorkflow payment = payment(order);
        BatchRequest both = temporal.newSignalWithStartRequest();
        both.add(payment::run, PaymentWorkflow.Start.of(order));
        both.add(payment::refresh);
        temporal.signalWithStart(both);
    }

    /** Starts the store's sweep where it does not run. */
    public void sweep() {
        SweepWorkflow sweep = temporal.newWorkflowStub(
                SweepWorkflow.class, options((store.isEmpty() ? "" : store + "-") + "sweep", "The sweep"));
        WorkflowClient.start(sweep::run, SweepWorkflow.Places.START);
    }

    private PaymentWorkflow payment(OrderId order) {
        return temporal.newWorkflowStub(PaymentWorkflow.class, options(order.workflowId(), "Order " + order.number()));
    }

    private WorkflowOptions options(String id, String summary) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.payments(store))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setStaticSummary(summary);
        if (!store.isEmpty()) {
            options.setTypedSearchAttributes(SearchAttributes.newBuilder()
                    .set(SearchAttributeKeys.STORE, store)
                    .build());
        }
        return options.build();
    }
}
