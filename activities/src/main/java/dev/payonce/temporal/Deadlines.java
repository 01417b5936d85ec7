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
 * Ends calls to Temporal whose time is over. By itself its client tries for a minute, whoever waits for it. gRPC's own
 * deadline ends a call that hangs, but not the client's pause between two tries; so the caller also stops waiting. What
 * may still happen then was not promised to anybody.
 */
public final class Deadlines implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("temporal-deadlines").factory());
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("temporal-", 0).factory());

    /** Runs the calls; when the time is over it throws gRPC's DEADLINE_EXCEEDED, or the client's exception around it. */
    public void within(Duration bound, Runnable calls) {
        result(bound, () -> {
            calls.run();
            return Boolean.TRUE;
        });
    }

    /** The same for calls that come to something. */
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
            return running.get(bound.toMillis(), TimeUnit.MILLISECONDS);
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

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
    }
}
