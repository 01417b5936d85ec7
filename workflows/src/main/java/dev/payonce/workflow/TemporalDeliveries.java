package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;

/** The two ways into Temporal. The caller bounds the call by a deadline of its own. */
public final class TemporalDeliveries implements Deliveries {

    private final WorkflowClient temporal;
    private final String store;

    public TemporalDeliveries(WorkflowClient temporal, String store) {
        this.temporal = temporal;
        this.store = store;
    }

    /** To an order's own workflow: signal it, start it if need be, in one call. */
    @Override
    public void deliver(OrderId order, Callback callback) {
        PaymentWorkflow payment = temporal.newWorkflowStub(
                PaymentWorkflow.class,
                options(order.workflowId(), "Order " + order.number() + ", " + callback.account(), callback));
        BatchRequest both = temporal.newSignalWithStartRequest();
        both.add(payment::run, PaymentWorkflow.Start.of(order));
        both.add(
                payment::callback,
                callback.event(),
                callback.account(),
                callback.object(),
                callback.state(),
                callback.claim());
        temporal.signalWithStart(both);
    }

    /** To the workflow that finds out which order it is about; a second delivery joins the first. */
    public void deliverUnmatched(Callback callback) {
        String id = (store.isEmpty() ? "" : store + "-") + "callback-" + callback.event();
        CallbackWorkflow unmatched = temporal.newWorkflowStub(
                CallbackWorkflow.class,
                options(id, "Whose is " + callback.object() + "?", callback).toBuilder()
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .build());
        WorkflowClient.start(unmatched::run, callback);
    }

    private WorkflowOptions options(String id, String summary, Callback callback) {
        SearchAttributes.Builder attributes =
                SearchAttributes.newBuilder().set(SearchAttributeKeys.GATEWAY, callback.account());
        if (!store.isEmpty()) {
            attributes.set(SearchAttributeKeys.STORE, store);
        }
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.payments(store))
                .setStaticSummary(summary)
                .setTypedSearchAttributes(attributes.build())
                .build();
    }
}
