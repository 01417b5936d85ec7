package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewDecision;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** The one actor of one order's payment. Its workflow ID is {@link OrderId#workflowId()}. */
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
     * Carries a request out. Returns when it is done, declined, refused, or waits for another party; with {@code
     * PENDING} when it takes longer than a payment may stall. A repetition is safe: the ledger has the key's result. A
     * run repeats an update's result, so a caller that gets one which is not final reads the ledger.
     */
    @UpdateMethod(name = "request")
    Answered request(Request request);

    /** Applies an operator's decision about the open review; refuses it for any other. Returns the state after it. */
    @UpdateMethod(name = "decide")
    PaymentSummary decide(ReviewDecision decision);

    @UpdateValidatorMethod(updateName = "decide")
    void mayDecide(ReviewDecision decision);

    /** @param fingerprint of what this is the answer to: it may be another request with the same key */
    record Answered(String fingerprint, PaymentResult result) {}

    /**
     * The start of a run; a run that continues as new hands over what it has not finished.
     *
     * @param callbacks received, not yet applied
     * @param lookups what to look at besides
     * @param unread signals that no version of the workflow so far could read
     * @param requests not yet answered
     */
    record Start(
            OrderId order,
            List<Callback> callbacks,
            List<Lookup> lookups,
            List<Unread> unread,
            List<Request> requests) {

        public Start {
            callbacks = List.copyOf(callbacks);
            lookups = List.copyOf(lookups);
            unread = List.copyOf(unread);
            requests = List.copyOf(requests);
        }

        public static Start of(OrderId order) {
            return new Start(order, List.of(), List.of(), List.of(), List.of());
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
