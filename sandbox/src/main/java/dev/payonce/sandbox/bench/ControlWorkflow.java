package dev.payonce.sandbox.bench;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** The workflow of the controls, which does nothing, in the shape of a payment's run. */
@WorkflowInterface
public interface ControlWorkflow {

    /** The activities of a run: two regular ones and a local one, or three local ones. */
    enum Shape {
        TWO_REGULAR,
        THREE_LOCAL;

        String taskQueue() {
            return "control-" + name();
        }
    }

    @WorkflowMethod(name = "Control")
    String run(Shape shape);

    /** Receives what a callback's signal has. */
    @SignalMethod(name = "callback")
    void callback(String event, String account, String object, String state, String claim);

    /** An activity that does nothing. */
    @ActivityInterface(namePrefix = "Control.")
    interface Step {
        String take(String input);

        /** The one implementation. */
        record None() implements Step {
            @Override
            public String take(String input) {
                return input;
            }
        }
    }

    /** The implementation for all shapes. */
    final class Run implements ControlWorkflow {

        private static final Duration PATIENCE = Duration.ofSeconds(15);

        private final Step local = Workflow.newLocalActivityStub(
                Step.class,
                LocalActivityOptions.newBuilder()
                        .setScheduleToCloseTimeout(PATIENCE)
                        .build());
        private final Step regular = Workflow.newActivityStub(
                Step.class,
                ActivityOptions.newBuilder().setStartToCloseTimeout(PATIENCE).build());
        private String event = "";

        @Override
        public String run(Shape shape) {
            Step first = shape == Shape.THREE_LOCAL ? local : regular;
            return local.take(first.take(first.take(event)));
        }

        @Override
        public void callback(String event, String account, String object, String state, String claim) {
            this.event = event;
        }
    }
}
