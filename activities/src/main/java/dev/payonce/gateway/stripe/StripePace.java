package dev.payonce.gateway.stripe;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * At most so many requests a second from this process to one account. Temporal hands out no more look-ups and operations
 * than that, but one of them may be several requests: a list has pages. Nothing is saved up while nobody asks. Safe for
 * many threads.
 */
public final class StripePace {

    /** For whoever answers a person, one request each. */
    static final StripePace FREE = new StripePace(0, System::nanoTime, _ -> {});

    private final long gap;
    private final LongSupplier nanos;
    private final Sleep sleep;
    private long next;

    /** @param perSecond requests, at least one */
    public StripePace(int perSecond) {
        this(TimeUnit.SECONDS.toNanos(1) / perSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** @param gap between two requests, in nanoseconds as the clock's */
    StripePace(long gap, LongSupplier nanos, Sleep sleep) {
        this.gap = gap;
        this.nanos = nanos;
        this.sleep = sleep;
        this.next = nanos.getAsLong();
    }

    interface Sleep {
        void nanos(long time) throws InterruptedException;
    }

    /** Waits for this thread's turn; false at once where that would come after the deadline. */
    boolean turn(long deadline) {
        long now = nanos.getAsLong();
        long wait;
        synchronized (this) {
            long turn = next - now > 0 ? next : now;
            if (deadline - turn <= 0) {
                return false;
            }
            next = turn + gap;
            wait = turn - now;
        }
        try {
            sleep.nanos(wait);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
