package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.Await;
import dev.payonce.workflow.SweepWorkflow;
import dev.payonce.workflow.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The sweep of the demo, which finds the events that no callback reported. */
final class DemoSweep {

    /** The setting for a sweep every ten seconds instead of every five minutes. */
    static final Map<String, String> OFTEN = Map.of("PAYONCE_SWEEP_EVERY", "10");

    private static final String WORKFLOW = "sweep";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Installation all;
    private final Histories histories;

    DemoSweep(Installation all, Histories histories) {
        this.all = all;
        this.histories = histories;
    }

    /** Starts a round at once that reads all events until now, and then none for an hour. */
    void lastOne() {
        Instant now = Instant.now();
        startAgain(Duration.ZERO);
        Await.until("the sweep has read all events", PATIENCE, () -> reached().isAfter(now));
        startAgain(Duration.ofHours(1)); // With Redis empty a further round would bring all events again.
    }

    /** Replaces the sweep in one step, because the worker starts one where it finds none. */
    private void startAgain(Duration after) {
        SweepWorkflow sweep = histories
                .client()
                .newWorkflowStub(
                        SweepWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WORKFLOW)
                                .setTaskQueue(TaskQueues.payments(""))
                                .setStartDelay(after)
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING)
                                .build());
        WorkflowClient.start(sweep::run, SweepWorkflow.Places.START);
    }

    private Instant reached() {
        return all.store()
                .sql()
                .sql("SELECT JSON_UNQUOTE(JSON_EXTRACT(cursors, '$.stripe')) FROM payonce.payonce_store")
                .query(String.class)
                .optional()
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
