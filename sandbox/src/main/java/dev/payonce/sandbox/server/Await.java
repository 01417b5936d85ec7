package dev.payonce.sandbox.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a real process to come to a state; nothing whose time we drive ourselves needs it. */
public final class Await {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /** Returns as soon as the condition holds; throws {@link IllegalStateException} naming it when time is up. */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        if (!holdsWithin(patience, condition)) {
            throw new IllegalStateException("Waited " + patience.toMillis() + " ms in vain until " + what);
        }
    }

    /** Asks again and again; false when the condition did not hold in time or this thread was interrupted. */
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
