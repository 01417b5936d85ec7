package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.workflow.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The report on a demo that stands still: health, task queues, runs and threads, read while all processes still run. */
final class StandstillReport {

    private static final String NAMESPACE = "default";

    private final Installation all;
    private final Histories histories;
    private final WorkflowServiceStubs temporal;

    StandstillReport(Installation all, Histories histories) {
        this.all = all;
        this.histories = histories;
        this.temporal = histories.client().getWorkflowServiceStubs();
    }

    List<String> explain(Path logs) {
        List<String> lines = new ArrayList<>();
        lines.add("worker's health: " + all.workerSays());
        lines.add(queue(TaskQueues.payments(""), TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW));
        lines.add(queue(TaskQueues.payments(""), TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
        lines.add(queue(TaskQueues.gateway("", "stripe"), TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
        histories.runs().stream()
                .filter(run -> run.getCloseTime() == null)
                .limit(3)
                .forEach(run -> lines.add(run(run.getExecution())));
        all.worker().dumpThreads(logs.resolve("worker-threads.txt"));
        all.api().dumpThreads(logs.resolve("api-threads.txt"));
        lines.add("Temporal's last words: " + all.temporal().lastWords());
        lines.add("all threads and the processes' logs: " + logs);
        return lines;
    }

    private String queue(String name, TaskQueueType type) {
        try {
            DescribeTaskQueueResponse queue = temporal.blockingStub()
                    .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                            .setNamespace(NAMESPACE)
                            .setTaskQueue(TaskQueue.newBuilder().setName(name))
                            .setTaskQueueType(type)
                            .setReportStats(true)
                            .build());
            return name + " " + type.name().replace("TASK_QUEUE_TYPE_", "") + ": "
                    + queue.getPollersList().stream()
                            .map(poller -> poller.getIdentity() + " at "
                                    + java.time.Instant.ofEpochSecond(
                                            poller.getLastAccessTime().getSeconds()))
                            .toList()
                    + ", waiting " + queue.getStats().getApproximateBacklogCount();
        } catch (StatusRuntimeException away) {
            return name + ": " + away.getStatus();
        }
    }

    private String run(WorkflowExecution execution) {
        try {
            DescribeWorkflowExecutionResponse run = temporal.blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(NAMESPACE)
                            .setExecution(execution)
                            .build());
            return ("run " + execution.getWorkflowId() + ", "
                            + run.getWorkflowExecutionInfo().getHistoryLength() + " events; task "
                            + run.getPendingWorkflowTask() + "; activities " + run.getPendingActivitiesList())
                    .replaceAll("\\s+", " ");
        } catch (StatusRuntimeException away) {
            return "run " + execution.getWorkflowId() + ": " + away.getStatus();
        }
    }
}
