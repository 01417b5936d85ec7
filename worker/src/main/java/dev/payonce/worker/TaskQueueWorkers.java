package dev.payonce.worker;

import dev.payonce.gateway.GatewayModule;
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

/**
 * The Temporal workers of this process, one for each task queue.
 *
 * @param store the name of the store in its mode, or empty; part of its queues' names
 * @param gateways the activities of each account, by its name
 * @param perSecond the most calls to one account that start in a second, of all workers together; Temporal holds it
 * @param cached the most runs in memory; the others are read from Temporal when they continue
 */
record TaskQueueWorkers(
        String store,
        Orders orders,
        IdempotencyCache results,
        PaymentClient client,
        Sweep sweep,
        Map<String, GatewayModule.Activities> gateways,
        int perSecond,
        int cached) {

    /** Registers everything; no call goes out until the factory is started. */
    WorkerFactory on(WorkflowClient temporal, UpdateOrigin origin) {
        WorkerFactory factory = WorkerFactory.newInstance(
                temporal,
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkerInterceptors(
                                new FailureLogInterceptor(),
                                HeartbeatInterceptor.of(temporal),
                                new SoleTryInterceptor(),
                                origin)
                        .setWorkflowCacheSize(cached)
                        .build());

        Worker payments = factory.newWorker(
                TaskQueues.payments(store), options(WorkerLimits.DATABASE_SLOTS).build());
        payments.registerWorkflowImplementationTypes(
                PaymentWorkflowImpl.class, CallbackWorkflowImpl.class, SweepWorkflowImpl.class);
        payments.registerActivitiesImplementations(orders, results, client, sweep);

        gateways.forEach((account, activities) -> {
            Worker calls = factory.newWorker(
                    TaskQueues.gateway(store, account),
                    options(WorkerLimits.GATEWAY_SLOTS)
                            .setMaxTaskQueueActivitiesPerSecond(perSecond)
                            .build());
            calls.registerActivitiesImplementations(activities.gateway());
            activities.events().ifPresent(calls::registerActivitiesImplementations);
        });
        return factory;
    }

    /**
     * Sets the limits of one worker. Pollers and activities keep threads of their own: they are few, and they block. Virtual
     * ones would share one carrier for each core, and a thread that waits for a class to be initialized keeps its carrier.
     * Two such waits on two cores would stop the worker. Only parked workflows are many, and those are virtual; {@link
     * VirtualThreadTuning} has a carrier for each that works.
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
