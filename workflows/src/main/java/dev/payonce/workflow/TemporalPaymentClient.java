package dev.payonce.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewDecision;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Functions;

/**
 * A client of the payment workflows. Each call joins the run that is open, or starts one. The caller bounds each call by
 * a deadline of its own.
 */
public final class TemporalPaymentClient implements PaymentClient {

    private final WorkflowClient temporal;
    private final String store;

    /** @param store the name of the store in its mode; empty where the store has no name and Payonce acts */
    public TemporalPaymentClient(WorkflowClient temporal, String store) {
        this.temporal = temporal;
        this.store = store;
    }

    /** Signals the order's workflow, and starts it if needed, in one call. */
    @Override
    public void deliver(OrderId order, Callback callback) {
        PaymentWorkflow payment = payment(order, callback.account());
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

    /** Starts the workflow that finds the callback's order. A second delivery of the same event joins the first. */
    public void deliverUnmatched(Callback callback) {
        CallbackWorkflow unmatched = temporal.newWorkflowStub(
                CallbackWorkflow.class,
                options(
                        prefix(store) + "callback-" + callback.event(),
                        "The order of " + callback.object(),
                        callback.account()));
        WorkflowClient.start(unmatched::run, callback);
    }

    /**
     * Returns when the request has its result. A caller that stops waiting may send the same request again to join it.
     * Each call gets a random update ID from the SDK: for a known one Temporal returns the stored result for ever.
     *
     * @param gateway the account that the run is listed under when it has to be started
     */
    public PaymentWorkflow.Answered request(OrderId order, Request request, String gateway) {
        PaymentWorkflow payment = payment(order, gateway);
        return update(order, payment, payment::request, request, PaymentWorkflow.Answered.class);
    }

    /** Returns the result of an operator's decision; after the run closed, a new run reads it from the ledger. */
    public DecisionResult decide(OrderId order, ReviewDecision decision) {
        PaymentWorkflow payment = payment(order, "");
        return update(order, payment, payment::decide, json(decision), DecisionResult.class);
    }

    private static <A, R> R update(
            OrderId order, PaymentWorkflow payment, Functions.Func1<A, R> update, A input, Class<R> result) {
        return WorkflowClient.executeUpdateWithStart(
                update,
                input,
                UpdateOptions.<R>newBuilder()
                        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                        .setResultClass(result)
                        .build(),
                new WithStartWorkflowOperation<>(payment::run, PaymentWorkflow.Start.of(order)));
    }

    private static String json(ReviewDecision decision) {
        try {
            return PayloadConverter.JSON.writeValueAsString(decision);
        } catch (JsonProcessingException everyDecisionCanBeWritten) {
            throw new IllegalStateException(everyDecisionCanBeWritten);
        }
    }

    /** Starts the order's run where none is open. An open run keeps its own refresh schedule. */
    public void wake(OrderId order) {
        WorkflowClient.start(payment(order, "")::run, PaymentWorkflow.Start.of(order));
    }

    /** Refreshes the order now, in the run that is open or in a new one. */
    public void refresh(OrderId order) {
        PaymentWorkflow payment = payment(order, "");
        BatchRequest both = temporal.newSignalWithStartRequest();
        both.add(payment::run, PaymentWorkflow.Start.of(order));
        both.add(payment::refresh);
        temporal.signalWithStart(both);
    }

    /** Starts the store's sweep where it does not run. */
    public void startSweep() {
        SweepWorkflow sweep =
                temporal.newWorkflowStub(SweepWorkflow.class, options(prefix(store) + "sweep", "The sweep", ""));
        WorkflowClient.start(sweep::run, SweepWorkflow.Places.START);
    }

    /** Asks the store's sweep for a round now, starting the sweep where it does not run. Its history keeps who and why. */
    public SweepWorkflow.Asked sweepNow(String who, String why) {
        startSweep();
        return temporal.newWorkflowStub(SweepWorkflow.class, prefix(store) + "sweep")
                .sweepNow(who, why);
    }

    private PaymentWorkflow payment(OrderId order, String gateway) {
        String summary = "Order " + order.number() + (gateway.isEmpty() ? "" : ", " + gateway);
        return temporal.newWorkflowStub(PaymentWorkflow.class, options(workflowId(store, order), summary, gateway));
    }

    /**
     * Returns the ID of an order's workflow.
     *
     * @param store the name of the store in its mode
     */
    public static String workflowId(String store, OrderId order) {
        return prefix(store) + order.number();
    }

    private static String prefix(String store) {
        return store.isEmpty() ? "" : store + "-";
    }

    private WorkflowOptions options(String id, String summary, String gateway) {
        SearchAttributes.Builder attributes = SearchAttributes.newBuilder();
        if (!gateway.isEmpty()) {
            attributes.set(SearchAttributeKeys.GATEWAY, gateway);
        }
        if (!store.isEmpty()) {
            attributes.set(SearchAttributeKeys.STORE, store);
        }
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.payments(store))
                .setWorkflowTaskTimeout(ActivityStubs.TASK)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setStaticSummary(summary)
                .setTypedSearchAttributes(attributes.build())
                .build();
    }
}
