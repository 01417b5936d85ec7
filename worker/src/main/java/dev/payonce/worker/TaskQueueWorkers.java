package dev.payonce.worker;

import dev.payonce.gateway.EventList;
import dev.payonce.gateway.Gateway;
import dev.payonce.reconcile.Orders;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.workflow.CallbackWorkflowImpl;
import dev.payonce.workflow.PaymentClient;
import dev.payonce.workflow.PaymentWorkflowImpl;
import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.SweepWorkflowImpl;
import dev.payonce.workflow.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.Map;
import java.util.Optional;

/**
 * The workers of all task queues.
 *
 * @param store the store's name, or empty; it is part of its queues' names
 * @param gateways by account
 * @param events by account, of those gateways that keep a list
 * @param perSecond the most calls to one account that start in a second, of all workers together; Temporal enforces it
 * @param cached the number of runs that are kept in memory; the others are read from Temporal when they continue
 */
record TaskQueueWorkers(
        String store,
        Orders orders,
        IdempotencyCache results,
        PaymentClient client,
        Sweep sweep,
        Map<String, Gateway> gateways,
        Map<String, EventList> events,
        int perSecond,
        int cached) {

    /** Registers everything; it connects to no server until it is started. */
    WorkerFactory on(WorkflowClient temporal) {
        WorkerFactory factory = WorkerFactory.newInstance(
                temporal,
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkerInterceptors(new FailureLogInterceptor(), HeartbeatInterceptor.of(temporal))
                        .setWorkflowCacheSize(cached)
                        .build());

        Worker payments = factory.newWorker(
                TaskQueues.payments(store), options(WorkerLimits.DATABASE_SLOTS).build());
        payments.registerWorkflowImplementationTypes(
                PaymentWorkflowImpl.class, CallbackWorkflowImpl.class, SweepWorkflowImpl.class);
        payments.registerActivitiesImplementations(orders, results, client, sweep);

        gateways.forEach((account, gateway) -> {
            Worker calls = factory.newWorker(
                    TaskQueues.gateway(store, account),
                    options(WorkerLimits.GATEWAY_SLOTS)
                            .setMaxTaskQueueActivitiesPerSecond(perSecond)
                            .build());
            calls.registerActivitiesImplementations(gateway);
            Optional.ofNullable(events.get(account)).ifPresent(calls::registerActivitiesImplementations);
        });
        return factory;
    }

    /**
     * Pollers and activities have threads of their own: they are few, and they block. Virtual threads would share
     * one carrier per core, and a thread that waits for a class to be initialized keeps its carrier. On two cores, two
     * such waits stop the worker. Only parked workflows are many, and those are virtual; {@link VirtualThreadTuning}
     * has one carrier for each that works.
     */
    private static WorkerOptions.Builder options(int activities) {
        return WorkerOptions.newBuilder()
                .setMaxConcurrentWorkflowTaskExecutionSize(WorkerLimits.WORKFLOW_TASKS)
                .setMaxConcurrentActivityExecutionSize(activities)
                .setMaxConcurrentLocalActivityExecutionSize(WorkerLimits.LOCAL_SLOTS)
                .setDefaultDeadlockDetectionTimeout(WorkerLimits.DEADLOCK.toMillis())
                .setStickyQueueScheduleToStartTimeout(WorkerLimits.STICKY);
    }
}
