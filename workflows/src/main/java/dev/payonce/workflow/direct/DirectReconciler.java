package dev.payonce.workflow.direct;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.RequestTurns;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.workflow.CallbackReconciler;
import dev.payonce.workflow.FailureDetails;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The implementation that leaves the work wherever it could hold up a workflow task: no turn at the gateway, no free slot, a
 * lock that another holds, a gateway or a database that failed or was slow a moment ago. Safe for many threads.
 *
 * <p>Temporal discards a workflow task's local activities when a signal arrives before the run closes, and runs them again.
 * A flood of callbacks for one order would look the payment up in a loop. So an order has few attempts a second; what
 * regular activities did stays done.
 */
public final class DirectReconciler implements CallbackReconciler {

    /** The name by which {@link DirectFailures} knows the store; no gateway's account has it. */
    public static final String STORE = "";

    /** The longest lookup after which the order is still reconciled here: the workflow must not have gone on. */
    static final Duration SLOW = Duration.ofSeconds(1);

    /** The wait for a free slot. */
    static final Duration SLOT = Duration.ofMillis(250);

    /**
     * The time after which an attempt must not write any more. The workflow gives it up after {@link #LONGEST}, and
     * regular activities look the payment up again: this older observation must not overtake theirs.
     */
    static final Duration LATEST = LONGEST.minusMillis(700);

    private final Map<String, Gateway> gateways;
    private final Map<String, Lane> lanes;
    private final Lane store;
    private final BiFunction<ReconcileCommand, BooleanSupplier, Reconciliation> orders;
    private final IdempotencyCache results;
    private final Predicate<String> turn;
    private final Semaphore slots;
    private final Clock clock;
    private final LongSupplier nanos;
    private final OrderAttempts attempts;

    /** A way to let the adapters' clock show a time while work is done. */
    public interface Clock {
        Attempt at(Instant now, Supplier<Attempt> work);
    }

    /**
     * @param gateways the activities of each account, by its name
     * @param orders reconciles, and fails with one of {@link Failures#CONTENTION} where another writer is at the order, or
     *     where it is too late
     * @param turn takes one of the account's turns of all workers; false where none is free
     * @param slots the most attempts at one time; one gateway has no more than a part of them
     */
    public DirectReconciler(
            Map<String, Gateway> gateways,
            BiFunction<ReconcileCommand, BooleanSupplier, Reconciliation> orders,
            IdempotencyCache results,
            Predicate<String> turn,
            int slots,
            Clock clock,
            DirectFailures failures) {
        this(gateways, orders, results, turn, slots, clock, failures, System::nanoTime);
    }

    DirectReconciler(
            Map<String, Gateway> gateways,
            BiFunction<ReconcileCommand, BooleanSupplier, Reconciliation> orders,
            IdempotencyCache results,
            Predicate<String> turn,
            int slots,
            Clock clock,
            DirectFailures failures,
            LongSupplier nanos) {
        int each = Math.max(1, slots / (gateways.size() + 1));
        this.gateways = Map.copyOf(gateways);
        this.lanes = gateways.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        name -> name, name -> new Lane(name, each, SLOW, nanos, failures)));
        this.store = new Lane(STORE, slots, LATEST, nanos, failures);
        this.orders = orders;
        this.results = results;
        this.turn = turn;
        this.slots = new Semaphore(slots);
        this.clock = clock;
        this.nanos = nanos;
        this.attempts = new OrderAttempts(nanos);
    }

    @Override
    public Attempt attempt(Task task) {
        long latest = nanos.getAsLong() - sinceScheduled().toNanos() + LATEST.toNanos();
        Lookup what = task.objects().getFirst();
        Gateway gateway = gateways.get(what.gateway());
        Lane lane = lanes.get(what.gateway());
        if (gateway == null || lane == null || !lane.isOpen() || !store.isOpen()) {
            return Attempt.left("paused");
        }
        if (!attempts.next(task.order())) {
            return Attempt.left("again");
        }
        try {
            if (!slots.tryAcquire(SLOT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Attempt.left("busy");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Attempt.left("busy");
        }
        try {
            return clock.at(task.now(), () -> work(task, gateway, lane, what, latest));
        } finally {
            slots.release();
        }
    }

    private Attempt work(Task task, Gateway gateway, Lane lane, Lookup what, long latest) {
        Observation seen;
        Optional<Lane.Visit> entered = lane.enter();
        if (entered.isEmpty()) {
            return Attempt.left("busy");
        }
        try (Lane.Visit visit = entered.get()) {
            if (!turn.test(what.gateway())) {
                return Attempt.left("limited");
            }
            seen = RequestTurns.withOne(() -> turn.test(what.gateway()), () -> gateway.find(what));
            if (visit.tooSlow()) {
                return Attempt.left("slow");
            }
        } catch (RuntimeException failed) {
            return is(failed, RequestTurns.NONE_FREE::equals) ? Attempt.left("limited") : left(lane, failed);
        }
        return reconciled(task, seen, latest);
    }

    private Attempt reconciled(Task task, Observation seen, long latest) {
        Optional<Lane.Visit> entered = store.enter();
        if (entered.isEmpty()) {
            return Attempt.left("busy");
        }
        Reconciliation reconciled;
        try (Lane.Visit _ = entered.get()) {
            reconciled = orders.apply(
                    new ReconcileCommand(task.order(), seen, task.now(), List.of(), List.of(), task.actor()),
                    () -> nanos.getAsLong() - latest > 0);
        } catch (RuntimeException failed) {
            return is(failed, Failures.CONTENTION::contains) ? Attempt.left("locked") : left(store, failed);
        }
        results.publish(task.found(seen.notFound()), List.of());
        return new Attempt("done", Optional.of(reconciled));
    }

    /** Leaves the work after a failure, unless trying again at once is what the gateway or the store forbids. */
    private static Attempt left(Lane lane, RuntimeException failed) {
        if (failed instanceof ApplicationFailure known) {
            lane.close(FailureDetails.code(known), known.getOriginalMessage());
            if (known.isNonRetryable() || known.getNextRetryDelay() != null) {
                throw known;
            }
        } else {
            lane.close("bug", failed.getClass().getName());
        }
        return Attempt.left("failed");
    }

    private static boolean is(RuntimeException failed, Predicate<String> code) {
        return failed instanceof ApplicationFailure known
                && known.getType().equals(Failures.TRANSIENT)
                && code.test(FailureDetails.code(known));
    }

    /** Returns the age of this attempt, which may have waited for a thread. */
    private static Duration sinceScheduled() {
        try {
            long scheduled = Activity.getExecutionContext().getInfo().getCurrentAttemptScheduledTimestamp();
            return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - scheduled));
        } catch (IllegalStateException outsideOfAnActivity) {
            return Duration.ZERO;
        }
    }
}
