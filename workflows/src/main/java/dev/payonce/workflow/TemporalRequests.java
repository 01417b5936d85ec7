package dev.payonce.workflow;

import dev.payonce.order.OrderId;
import dev.payonce.request.Request;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributes;

/** The way in for whoever wants an answer: joins the order's run, or starts one, in one call. */
public final class TemporalRequests {

    private final WorkflowClient temporal;

    public TemporalRequests(WorkflowClient temporal) {
        this.temporal = temporal;
    }

    /**
     * Returns when the request is answered. The caller bounds the wait by a deadline of its own; what was accepted goes on
     * after that, and the same call joins it.
     *
     * @param gateway the account that the run is listed under when it has to be started
     * @param call the same call again is handed out the same answer by the same run; no two requests share one
     */
    public Answered ask(OrderId order, Request request, String gateway, String call) {
        SearchAttributes.Builder attributes = SearchAttributes.newBuilder().set(SearchAttributeKeys.GATEWAY, gateway);
        if (!order.store().isEmpty()) {
            attributes.set(SearchAttributeKeys.STORE, order.store());
        }
        PaymentWorkflow payment = temporal.newWorkflowStub(
                PaymentWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(order.workflowId())
                        .setTaskQueue(TaskQueues.payments(order.store()))
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setStaticSummary("Order " + order.number() + ", " + gateway)
                        .setTypedSearchAttributes(attributes.build())
                        .build());
        return WorkflowClient.executeUpdateWithStart(
                payment::request,
                request,
                UpdateOptions.<Answered>newBuilder()
                        .setUpdateId(call)
                        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                        .setResultClass(Answered.class)
                        .build(),
                new WithStartWorkflowOperation<>(payment::run, PaymentWorkflow.Start.of(order)));
    }
}
