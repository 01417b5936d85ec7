package dev.payonce.servers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A wait for a state of a real process. Code with a clock of its own does not need it. */
public final class Await {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /** Returns as soon as the condition holds; throws {@link IllegalStateException} naming it when time is up. */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        if (!holdsWithin(patience, condition)) {
            throw new IllegalStateException("After " + patience.toMillis() + " ms this does not hold yet: " + what);
        }
    }

    /** Polls the condition; returns false if it did not hold in time, or if this thread was interrupted. */
    public static boolean holdsWithin(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }
}
