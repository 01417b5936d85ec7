package dev.payonce.sandbox.bench;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.Await;
import dev.payonce.servers.JavaProcess;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The servers that all arms share, and the way in which each round is measured on them. */
record Servers(Installation all, Histories histories) {

    /** The clients that send at the same time, each its next one after the answer. */
    static final int CLIENTS = 16;

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Sends everything and measures until all of its runs are complete, by Temporal's own list.
     *
     * @param done the runs of this task queue that were complete before
     */
    <T> Cost measure(
            String taskQueue, long done, List<T> inputs, Consumer<T> send, JavaProcess worker, List<JavaProcess> apis) {
        List<Duration> before = cpu(worker, apis);
        long start = System.nanoTime();
        send(inputs, send);
        String complete = "TaskQueue = '" + taskQueue + "' AND ExecutionStatus = 'Completed'";
        Await.until("all runs are complete", PATIENCE, () -> isAtLeast(complete, done + inputs.size()));
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Duration> after = cpu(worker, apis);
        double[] each = new double[after.size()];
        for (int process = 0; process < each.length; process++) {
            each[process] = Cost.each(after.get(process).minus(before.get(process)), inputs.size());
        }
        return new Cost(each[0], each[1], each[2], each[3], each[4], inputs.size() / seconds);
    }

    /** Counts at intervals: each count costs Temporal's server some of the CPU that is measured. */
    private boolean isAtLeast(String runs, long many) {
        LockSupport.parkNanos(INTERVAL.toNanos());
        return histories.count(runs) >= many;
    }

    private List<Duration> cpu(JavaProcess worker, List<JavaProcess> apis) {
        return List.of(
                worker.cpu(),
                apis.stream().map(JavaProcess::cpu).reduce(Duration.ZERO, Duration::plus),
                all.temporal().cpu(),
                all.mysql().cpu(),
                all.redis().cpu());
    }

    private static <T> void send(List<T> inputs, Consumer<T> send) {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> sent = new ArrayList<>();
            inputs.forEach(input -> sent.add(clients.submit(() -> send.accept(input))));
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was stopped", stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A client of the benchmark failed", failed.getCause());
        }
    }

    Arm.History history(String workflow) {
        WorkflowExecutionMetadata run = histories.runs(workflow).getFirst();
        return new Arm.History(
                run.getHistoryLength(),
                histories.events(run).stream()
                        .mapToLong(event -> event.getSerializedSize())
                        .sum());
    }
}
