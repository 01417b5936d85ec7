package dev.payonce.workflow;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.IdempotencyCache;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The implementation that leaves the work wherever it could hold up a workflow task: no turn at the gateway, no free slot, a
 * lock that another holds, a gateway or a database that failed or was slow a moment ago. Safe for many threads.
 *
 * <p>Temporal discards a workflow task's local activities when a signal arrives before the run closes, and runs them again.
 * A flood of callbacks for one order would look the payment up in a loop. So an order has few attempts a second; what
 * regular activities did stays done.
 */
public final class DirectReconciler implements CallbackReconciler {

    /** The longest lookup after which the order is still reconciled here: the workflow must not have gone on. */
    static final Duration SLOW = Duration.ofSeconds(1);

    /** The time for which a gateway or the store is left to regular activities after a failure. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** The wait for a free slot. */
    static final Duration SLOT = Duration.ofMillis(250);

    /** The most attempts for one order within a second. */
    static final int MOST = 3;

    /**
     * The time after which an attempt must not write any more. The workflow gives it up after {@link ActivityStubs#DIRECT}, and
     * regular activities look the payment up again: this older observation must not overtake theirs.
     */
    static final Duration LATEST = ActivityStubs.DIRECT.minusMillis(700);

    /** The code of the failure where another holds the order's lock, or it is too late; nothing is wrong then. */
    public static final String LOCKED = "lock-busy";

    private static final String STORE = "";
    private static final int COUNTERS = 4_096;

    /** The bits of a counter that hold the attempts; those above hold their second. */
    private static final int COUNT_BITS = 8;

    private final Map<String, Gateway> gateways;
    private final BiFunction<ReconcileCommand, BooleanSupplier, Reconciliation> orders;
    private final IdempotencyCache results;
    private final Predicate<String> turn;
    private final Semaphore slots;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Long> paused = new ConcurrentHashMap<>();
    private final AtomicLongArray attempts = new AtomicLongArray(COUNTERS);

    /** A way to let the adapters' clock show a time while work is done. */
    public interface Clock {
        Attempt at(Instant now, Supplier<Attempt> work);
    }

    /**
     * @param gateways the activities of each account, by its name
     * @param orders reconciles, and fails with {@link #LOCKED} where another holds the lock or it is too late
     * @param turn takes one of the account's turns of all workers; false where none is free
     * @param slots the most attempts at one time
     */
    public DirectReconciler(
            Map<String, Gateway> gateways,
            BiFunction<ReconcileCommand, BooleanSupplier, Reconciliation> orders,
            IdempotencyCache results,
            Predicate<String> turn,
            int slots,
            Clock clock) {
        this(gateways, orders, results, turn, slots, clock, System::nanoTime);
    }

    DirectReconciler(
            Map<String, Gateway> gateways,
            BiFunction<ReconcileCommand, BooleanSupplier, Reconciliation> orders,
            IdempotencyCache results,
            Predicate<String> turn,
            int slots,
            Clock clock,
            LongSupplier nanos) {
        this.gateways = Map.copyOf(gateways);
        this.orders = orders;
        this.results = results;
        this.turn = turn;
        this.slots = new Semaphore(slots);
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public Attempt attempt(Task task) {
        long latest = nanos.getAsLong() - sinceScheduled().toNanos() + LATEST.toNanos();
        Batch batch = new Batch(task.callbacks(), task.lookups(), List.of(), List.of());
        Lookup what = batch.objects().getFirst();
        Gateway gateway = gateways.get(what.gateway());
        if (gateway == null || isPaused(what.gateway()) || isPaused(STORE)) {
            return Attempt.left("paused");
        }
        if (!mayTry(task.order())) {
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
            return turn.test(what.gateway())
                    ? clock.at(task.now(), () -> work(task, batch, gateway, what, latest))
                    : Attempt.left("limited");
        } finally {
            slots.release();
        }
    }

    private Attempt work(Task task, Batch batch, Gateway gateway, Lookup what, long latest) {
        long start = nanos.getAsLong();
        Observation seen;
        try {
            seen = gateway.find(what);
        } catch (RuntimeException failed) {
            return left(what.gateway(), failed);
        }
        if (nanos.getAsLong() - start > SLOW.toNanos()) {
            pause(what.gateway());
            return Attempt.left("slow");
        }
        Reconciliation reconciled;
        try {
            reconciled = orders.apply(
                    new ReconcileCommand(task.order(), seen, task.now(), List.of(), List.of(), batch.actor()),
                    () -> nanos.getAsLong() - latest > 0);
        } catch (RuntimeException failed) {
            return isLocked(failed) ? Attempt.left("locked") : left(STORE, failed);
        }
        results.publish(batch.found(seen.notFound()), List.of());
        return new Attempt("done", Optional.of(reconciled));
    }

    /** Leaves the work after a failure, unless trying again at once is what the gateway or the store forbids. */
    private Attempt left(String what, RuntimeException failed) {
        pause(what);
        if (failed instanceof ApplicationFailure known
                && (known.isNonRetryable() || known.getNextRetryDelay() != null)) {
            throw known;
        }
        return Attempt.left("failed");
    }

    private static boolean isLocked(RuntimeException failed) {
        return failed instanceof ApplicationFailure known
                && known.getType().equals(Failures.TRANSIENT)
                && FailureDetails.code(known).equals(LOCKED);
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

    private boolean isPaused(String what) {
        Long until = paused.get(what);
        return until != null && nanos.getAsLong() - until < 0;
    }

    private void pause(String what) {
        paused.put(what, nanos.getAsLong() + PAUSE.toNanos());
    }

    /** Counts an attempt. Orders that share a counter only leave more to regular activities. */
    private boolean mayTry(OrderId order) {
        int counter = Math.floorMod(order.hashCode(), COUNTERS);
        long second = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong());
        long first = second << COUNT_BITS | 1;
        long counted = attempts.updateAndGet(
                counter, before -> before >> COUNT_BITS == second ? Math.min(before + 1, first + MOST) : first);
        return counted < first + MOST;
    }
}
