package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Finds out which order a callback without our tag is about, and passes it on. Its workflow ID names the event. */
@WorkflowInterface
public interface CallbackWorkflow {

    @WorkflowMethod(name = "Callback")
    Outcome run(Callback callback);

    /** Where it has stalled it tries again at once. */
    @SignalMethod
    void refresh();

    /** PASSED to its order, or IGNORED because it is nobody's. */
    enum Outcome {
        PASSED,
        IGNORED
    }
}
