package dev.payonce.workflow;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.View;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** The one actor of one order's payment. Its workflow ID is {@link OrderId#workflowId()}. */
@WorkflowInterface
public interface PaymentWorkflow {

    /** Runs until nothing is left to do; the next callback opens a new run. */
    @WorkflowMethod(name = "Payment")
    View run(Start start);

    /** A gateway's hint; see {@link Callback} for the five strings. */
    @SignalMethod(name = "callback")
    void callback(String event, String account, String object, String state, String claim);

    /** Look now, whatever the run is waiting for. Harmless at any time, also in bulk. */
    @SignalMethod(name = "look")
    void look();

    /**
     * What a run begins with; a run that continues as new hands on what it has not finished.
     *
     * @param callbacks received, not yet applied
     * @param lookups what to look at besides
     * @param unread signals that no version of the workflow so far could read
     */
    record Start(OrderId order, List<Callback> callbacks, List<Lookup> lookups, List<Unread> unread) {

        public Start {
            callbacks = List.copyOf(callbacks);
            lookups = List.copyOf(lookups);
            unread = List.copyOf(unread);
        }

        public static Start of(OrderId order) {
            return new Start(order, List.of(), List.of(), List.of());
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
