package dev.payonce.worker;

import dev.payonce.gateway.GatewayModule;
import dev.payonce.reconcile.Orders;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.temporal.ActivityClock;
import dev.payonce.woocommerce.MySqlOrders;
import dev.payonce.workflow.CallbackReconciler;
import dev.payonce.workflow.CallbackWorkflowImpl;
import dev.payonce.workflow.PaymentClient;
import dev.payonce.workflow.PaymentWorkflowImpl;
import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.SweepWorkflowImpl;
import dev.payonce.workflow.TaskQueues;
import dev.payonce.workflow.direct.DirectFailures;
import dev.payonce.workflow.direct.DirectReconciler;
import io.temporal.client.WorkflowClient;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The Temporal workers of this process, one for each task queue.
 *
 * @param store the name of the store in its mode, or empty; part of its queues' names
 * @param direct reconciles callbacks inside workflow tasks
 * @param gateways the activities of each account, by its name
 * @param perSecond the most calls to one account that start in a second, of all workers together; Temporal holds it
 * @param cached the most runs in memory; the others are read from Temporal when they continue
 * @param build the version of this code, to which the runs that it starts are pinned; empty for no worker versioning
 */
record TaskQueueWorkers(
        String store,
        Orders orders,
        CallbackReconciler direct,
        IdempotencyCache results,
        PaymentClient client,
        Sweep sweep,
        Map<String, GatewayModule.Activities> gateways,
        int perSecond,
        int cached,
        Optional<String> build) {

    /** The name of the deployment in Temporal; a store's has its name behind it. */
    private static final String DEPLOYMENT = "payonce";

    /** Gives callbacks inside workflow tasks lookups beside those that Temporal's limit gives the queue. */
    static CallbackReconciler direct(
            MySqlOrders orders,
            Map<String, GatewayModule.Activities> gateways,
            RedisIdempotencyCache results,
            int perSecond,
            DirectFailures failures) {
        return new DirectReconciler(
                gateways.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, each -> each.getValue().gateway())),
                orders::reconcileAtOnce,
                results,
                account -> results.turn(account, perSecond / WorkerLimits.DIRECT_PART),
                WorkerLimits.DIRECT_SLOTS,
                ActivityClock::at,
                failures);
    }

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
        payments.registerActivitiesImplementations(orders, direct, results, client, sweep);

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
    private WorkerOptions.Builder options(int activities) {
        WorkerOptions.Builder options = WorkerOptions.newBuilder();
        build.map(this::pinned).ifPresent(options::setDeploymentOptions);
        return options.setMaxConcurrentWorkflowTaskExecutionSize(WorkerLimits.WORKFLOW_TASKS)
                .setMaxConcurrentActivityExecutionSize(activities)
                .setMaxConcurrentLocalActivityExecutionSize(WorkerLimits.LOCAL_SLOTS)
                .setDefaultDeadlockDetectionTimeout(WorkerLimits.DEADLOCK.toMillis())
                .setStickyQueueScheduleToStartTimeout(WorkerLimits.STICKY);
    }

    /** Pins each run to the build that started it, until it continues as new or an operator moves it. */
    private WorkerDeploymentOptions pinned(String id) {
        return WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(new WorkerDeploymentVersion(store.isEmpty() ? DEPLOYMENT : DEPLOYMENT + "-" + store, id))
                .setDefaultVersioningBehavior(VersioningBehavior.PINNED)
                .build();
    }
}
