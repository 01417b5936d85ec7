package dev.payonce.temporal;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The deadlines of calls to Temporal. By itself its client tries for a minute, whatever its caller needs. gRPC's own
 * deadline ends a call that hangs, but not the client's pause between two tries; so the caller also stops waiting. A
 * call may still succeed after that; its caller has promised nothing.
 */
public final class Deadlines implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("temporal-deadlines").factory());
    /** The least time of a call after {@link #hurry}; most calls need less. */
    private static final Duration HURRIED = Duration.ofSeconds(1);

    /** The pause after which a waiting caller notices it. */
    private static final Duration NOTICE = Duration.ofMillis(200);

    private volatile boolean hurried;

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("temporal-", 0).factory());

    /** Runs the calls; when the time is over it throws gRPC's DEADLINE_EXCEEDED, or the client's exception around it. */
    public void within(Duration bound, Runnable calls) {
        result(bound, () -> {
            calls.run();
            return Boolean.TRUE;
        });
    }

    /** Bounds calls that return a result. */
    public <T> T result(Duration bound, Callable<T> calls) {
        return result(bound, bound, calls);
    }

    /**
     * Returns the same with a shorter deadline for gRPC: the client then has time to name the reason of its last try, such as
     * Temporal's limit.
     */
    public <T> T result(Duration deadline, Duration bound, Callable<T> calls) {
        CancellableContext bounded =
                Context.current().withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS, clock);
        Future<T> running = threads.submit(bounded.wrap(calls));
        try {
            return deadline.equals(bound)
                    ? running.get(bound.toMillis(), TimeUnit.MILLISECONDS)
                    : patient(running, bound);
        } catch (TimeoutException late) {
            running.cancel(true);
            throw Status.DEADLINE_EXCEEDED.withCause(late).asRuntimeException();
        } catch (InterruptedException stopping) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withCause(stopping).asRuntimeException();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } finally {
            bounded.close();
        }
    }

    /** Waits for a call that may take its time; less where the process is about to end. */
    private <T> T patient(Future<T> running, Duration bound)
            throws InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        while (true) {
            long left = bound.toNanos() - (System.nanoTime() - start);
            try {
                return running.get(Math.min(left, NOTICE.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException soFar) {
                long waited = System.nanoTime() - start;
                if (waited >= bound.toNanos() || (hurried && waited >= HURRIED.toNanos())) {
                    throw soFar;
                }
            }
        }
    }

    /** Ends the waits for results, also later ones, after a second: the process is about to end, and its callers are not to wait. */
    public void hurry() {
        hurried = true;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
    }
}
