package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.EventList;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.IdempotencyCache;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The activities as workflows call them, with every bound in one place. */
final class ActivityStubs {

    /** One try of anything: above the adapters' own time-outs. */
    static final Duration ONE_TRY = Duration.ofSeconds(15);

    /** The time after which a dead worker is noticed; a live one sends a heartbeat every second. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    /**
     * All tries of one step together, the time in its queue included; after that the payment is shown as stalled, and
     * tried again after a pause. An operation that moves money is in doubt then, and looked up. Two steps in a row may
     * use it up: the gateway answers at the last moment, then the database does not. That is shown within 5 minutes.
     */
    static final Duration ALL_TRIES = Duration.ofMinutes(2);

    /** All tries of one step of the sweep; after that the next round tries. */
    static final Duration ONE_ROUND = Duration.ofMinutes(1);

    /** The longest wait that a gateway may ask for without the payment being shown as stalled meanwhile. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private static final Duration CACHE = Duration.ofSeconds(3);

    /** One workflow task, after which a dead worker is noticed; the first one on a busy machine takes seconds. */
    static final Duration TASK = Duration.ofSeconds(7);

    private static final RetryOptions RETRY = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(30))
            .build();

    /** The priority of money movements when a gateway's rate limit delays calls, since a caller waits for them. */
    private static final Priority FIRST =
            Priority.newBuilder().setPriorityKey(1).build();

    /** And what has stalled, of which there are many after an outage, behind what is new; that has Temporal's usual 3. */
    private static final Priority LAST = Priority.newBuilder().setPriorityKey(5).build();

    private ActivityStubs() {}

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    /**
     * Looks objects up, each part by one call.
     *
     * @param again whether it has stalled before
     */
    static Observation find(List<Lookup> objects, boolean again) {
        return objects.stream()
                .flatMap(each -> each.parts().stream())
                .map(each -> gateway(
                                each.gateway(), String.join(" ", each.objects().all()), again)
                        .find(each))
                .reduce(Observation.NOTHING, Observation::and);
    }

    /**
     * Reconciles the batch inside this workflow task; empty where regular activities have to. After a failure it waits as long
     * as the gateway asked for, which a regular activity would do by its retry. It throws a fault, and a wait above {@link
     * #RETRY_AFTER}: the payment is shown as stalled until then.
     */
    static Optional<Reconciliation> direct(OrderId order, Batch batch) {
        try {
            CallbackReconciler.Attempt attempt = Workflow.newLocalActivityStub(
                            CallbackReconciler.class, local(CallbackReconciler.LONGEST))
                    .attempt(new CallbackReconciler.Task(order, batch.callbacks(), batch.lookups(), now()));
            count(attempt.outcome());
            return attempt.reconciliation();
        } catch (ActivityFailure failure) {
            Duration asked = FailureDetails.retryAfter(failure);
            count(asked.isPositive() || FailureDetails.isFault(failure) ? "refused" : "timeout");
            if (FailureDetails.isFault(failure) || asked.compareTo(RETRY_AFTER) > 0) {
                throw failure;
            }
            Backoff.of(asked, "as the gateway has asked", () -> false);
            return Optional.empty();
        }
    }

    private static void count(String outcome) {
        Workflow.getMetricsScope()
                .tagged(Map.of("outcome", outcome))
                .counter("payonce_direct")
                .inc(1);
    }

    private static Gateway gateway(String account, String summary, boolean again) {
        ActivityOptions.Builder refresh = regular(summary)
                .setTaskQueue(TaskQueues.gatewayBeside(Workflow.getInfo().getTaskQueue(), account));
        return Workflow.newActivityStub(
                Gateway.class, again ? refresh.setPriority(LAST).build() : refresh.build());
    }

    /**
     * Carries the operation out until its outcome is known, or fails after all retries. Each try uses the same key. An
     * operation that is resent after an outage has a lower priority, so that it delays no new caller.
     */
    static Outcome carryOut(Operation operation) {
        boolean justDecided = operation.header().at().plus(ALL_TRIES).isAfter(now());
        return Workflow.newActivityStub(
                        Gateway.class,
                        regular("operation " + operation.number())
                                .setTaskQueue(TaskQueues.gateway(
                                        operation.header().order().store(),
                                        operation.header().gateway()))
                                .setPriority(justDecided ? FIRST : LAST)
                                .build())
                .carryOut(operation);
    }

    static Orders orders(String summary) {
        return Workflow.newActivityStub(Orders.class, regular(summary).build());
    }

    /** Returns the store for a call that costs no statement, as a local activity. */
    static Orders store() {
        return Workflow.newLocalActivityStub(Orders.class, local(CACHE));
    }

    static PaymentClient payments(String summary) {
        return Workflow.newActivityStub(PaymentClient.class, regular(summary).build());
    }

    static Sweep sweep() {
        return Workflow.newActivityStub(
                Sweep.class,
                regular("sweep").setScheduleToCloseTimeout(ONE_ROUND).build());
    }

    static EventList events(String account) {
        return Workflow.newActivityStub(
                EventList.class,
                regular("sweep")
                        .setScheduleToCloseTimeout(ONE_ROUND)
                        .setTaskQueue(
                                TaskQueues.gatewayBeside(Workflow.getInfo().getTaskQueue(), account))
                        .build());
    }

    /** Publishes what is applied and finished; nothing depends on it. Its repetition writes the same values. */
    static void publish(List<Callback> applied, List<IdempotencyCache.Finished> finished) {
        if (applied.isEmpty() && finished.isEmpty()) {
            return;
        }
        try {
            Workflow.newLocalActivityStub(IdempotencyCache.class, local(CACHE)).publish(applied, finished);
        } catch (ActivityFailure cacheIsAway) {
            Workflow.getLogger(ActivityStubs.class).info("Results could not be published; nothing depends on it");
        }
    }

    private static LocalActivityOptions local(Duration most) {
        return LocalActivityOptions.newBuilder()
                .setScheduleToCloseTimeout(most)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .setDoNotIncludeArgumentsIntoMarker(true)
                .build();
    }

    private static ActivityOptions.Builder regular(String summary) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(ONE_TRY)
                .setHeartbeatTimeout(SILENCE)
                .setScheduleToCloseTimeout(ALL_TRIES)
                .setRetryOptions(RETRY)
                .setSummary(summary);
    }
}
