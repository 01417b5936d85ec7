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
 * What runs on which task queue.
 *
 * @param store the store's name, or empty; its queues bear it
 * @param gateways by account
 * @param events by account, of those gateways that keep a list
 * @param perSecond as many calls to one account may begin in a second, of all workers together: Temporal hands out no more
 * @param cached as many runs are kept in memory; the others are read from Temporal when they go on
 */
record TaskQueueWorkers(
        String store,
        Orders orders,
        IdempotencyCache results,
        PaymentClient payments,
        Sweep sweep,
        Map<String, Gateway> gateways,
        Map<String, EventList> events,
        int perSecond,
        int cached) {

    /** Registers everything; talks to nobody until it is started. */
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
        payments.registerActivitiesImplementations(orders, results, payments, sweep);

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
     * Pollers and activities have threads of their own: they are few, and they block. As virtual threads they would share
     * as many carriers as there are cores, and one that waits for a class to be initialized keeps its carrier; two of those
     * on a machine with two cores are a worker that stands still. Only parked workflows are many, and those are virtual;
     * {@link VirtualThreadTuning} has one for each that works.
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
