package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The workflow that finds the order of a callback without our tag, and passes the callback on. Its workflow ID names
 * the event.
 */
@WorkflowInterface
public interface CallbackWorkflow {

    @WorkflowMethod(name = "Callback")
    Outcome run(Callback callback);

    /** Ends the backoff of a stalled run at once. */
    @SignalMethod
    void refresh();

    /** The outcome: {@code PASSED} to its order, or {@code IGNORED} because it belongs to no order. */
    enum Outcome {
        PASSED,
        IGNORED
    }
}
