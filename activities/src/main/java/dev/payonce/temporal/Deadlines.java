package dev.payonce.temporal;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends calls to Temporal whose time is over. By itself its client tries for a minute, whoever waits for it. */
public final class Deadlines implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("temporal-deadlines").factory());

    /** Runs the calls; what they throw when the time is over is the client's exception around DEADLINE_EXCEEDED. */
    public void within(Duration bound, Runnable calls) {
        CancellableContext bounded =
                Context.current().withDeadlineAfter(bound.toMillis(), TimeUnit.MILLISECONDS, clock);
        try {
            bounded.run(calls);
        } finally {
            bounded.close();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
