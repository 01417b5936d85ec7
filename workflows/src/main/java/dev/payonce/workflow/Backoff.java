package dev.payonce.workflow;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The pause inside a workflow: durable, without a thread, and with a name that the Temporal UI shows. */
final class Backoff {

    private static final Duration FIRST_STALL = Duration.ofSeconds(15);
    private static final Duration LONGEST_STALL = Duration.ofMinutes(30);

    private Backoff() {}

    /** Waits until the time is over or news arrives, whichever is first. */
    static void of(Duration time, String summary, BooleanSupplier news) {
        if (time.isZero() || news.getAsBoolean()) {
            return;
        }
        TimerOptions named = TimerOptions.newBuilder().setSummary(summary).build();
        Promise<?>[] over = new Promise<?>[1];
        CancellationScope timer = Workflow.newCancellationScope(() -> over[0] = Workflow.newTimer(time, named));
        timer.run();
        Workflow.await(() -> over[0].isCompleted() || news.getAsBoolean());
        if (!over[0].isCompleted()) {
            timer.cancel();
        }
    }

    /**
     * Returns the wait of a stalled payment before the next try: doubling, at most an hour, randomized, and never less
     * than the gateway or store has asked for.
     */
    static Duration stalled(int times, Duration asked) {
        Duration pause = FIRST_STALL.multipliedBy(1L << Math.min(times, 10));
        Duration bounded = shorter(pause, LONGEST_STALL);
        return longer(bounded.plusMillis(Workflow.newRandom().nextLong(bounded.toMillis())), asked);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Returns the wait before a refresh; an immediate refresh is allowed twice in a row. */
    static Duration refreshing(Duration after, int timesAtOnce) {
        return after.isZero() && timesAtOnce > 2 ? Duration.ofSeconds(1L << Math.min(timesAtOnce, 9)) : after;
    }
}
