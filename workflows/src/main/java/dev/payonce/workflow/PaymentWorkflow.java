package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewDecision;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * The one actor of one order's payment. Its workflow ID is {@link OrderId#workflowId()}; in shadow mode it begins with {@code
 * ~shadow-}, or with the store's name and that.
 */
@WorkflowInterface
public interface PaymentWorkflow {

    /** Runs until nothing is left to do; the next callback opens a new run. */
    @WorkflowMethod(name = "Payment")
    PaymentSummary run(Start start);

    /** Receives a gateway's callback; see {@link Callback} for the five strings. */
    @SignalMethod(name = "callback")
    void callback(String event, String account, String object, String state, String claim);

    /** Refreshes now, whatever the run is waiting for. Harmless at any time, also in bulk. */
    @SignalMethod(name = "refresh")
    void refresh();

    /**
     * Takes a request and returns its result: final, an action of the shopper, or the state now. Safe to send again: the
     * ledger keeps the final result of each key.
     */
    @UpdateMethod(name = "request")
    Answered request(Request request);

    /** Refuses a request while the run holds its most callers, or continues as new. The same request may come again. */
    @UpdateValidatorMethod(updateName = "request")
    void mayRequest(Request request);

    /**
     * Takes an operator's decision and returns its result, also after the review was decided.
     *
     * @param decision the JSON of a {@link ReviewDecision}; as text, so that a typing error gets a sentence
     */
    @UpdateMethod(name = "decide")
    DecisionResult decide(String decision);

    @UpdateValidatorMethod(updateName = "decide")
    void mayDecide(String decision);

    /** @param fingerprint of what this is the answer to: it may be another request with the same key */
    record Answered(String fingerprint, PaymentResult result) {}

    /**
     * The start of a run; a run that continues as new hands over what it has not finished.
     *
     * @param callbacks received, not yet applied
     * @param lookups the further lookups that are due
     * @param unread signals that no version of the workflow so far could read
     * @param requests without a final result, with their age
     * @param decisions not yet applied
     * @param outcomes of operations, not yet reconciled: a gateway that may still carry one out says so only once
     */
    record Start(
            OrderId order,
            List<Callback> callbacks,
            List<Lookup> lookups,
            List<Unread> unread,
            List<TimedRequest> requests,
            List<ReviewDecision> decisions,
            List<Outcome> outcomes) {

        public Start {
            callbacks = List.copyOf(callbacks);
            lookups = List.copyOf(lookups);
            unread = List.copyOf(unread);
            requests = List.copyOf(requests);
            decisions = List.copyOf(decisions);
            outcomes = List.copyOf(outcomes);
        }

        public static Start of(OrderId order) {
            return new Start(order, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        }
    }

    /**
     * A signal as it came.
     *
     * @param arguments the raw JSON of each argument
     */
    record Unread(String signal, List<String> arguments) {

        public Unread {
            arguments = List.copyOf(arguments);
        }
    }
}
