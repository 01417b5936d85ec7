package dev.payonce.gateway.stripe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A limit of the requests that this process sends to one account in a second, one for lookups and one for operations.
 * Temporal hands out no more lookups and operations than that, but one of them may need several requests, since a list
 * has pages. An idle second saves nothing up. Safe for many threads.
 */
public final class StripeRateLimiter {

    /** The limit for a caller that answers a person, one request each. */
    static final StripeRateLimiter FREE = new StripeRateLimiter(0, System::nanoTime, _ -> {});

    private final long gap;
    private final LongSupplier nanos;
    private final Sleep sleep;
    private final ReentrantLock turns = new ReentrantLock(true);
    private long next;

    /** @param perSecond requests, at least one */
    public StripeRateLimiter(int perSecond) {
        this(TimeUnit.SECONDS.toNanos(1) / perSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /**
     * Returns a second limit of the same rate: Stripe counts reads and writes separately, and no charge waits for a
     * long list.
     */
    StripeRateLimiter beside() {
        return new StripeRateLimiter(gap, nanos, sleep);
    }

    /** @param gap between two requests, in nanoseconds as the clock's */
    StripeRateLimiter(long gap, LongSupplier nanos, Sleep sleep) {
        this.gap = gap;
        this.nanos = nanos;
        this.sleep = sleep;
        this.next = nanos.getAsLong();
    }

    interface Sleep {
        void nanos(long time) throws InterruptedException;
    }

    /** Waits for this thread's turn; false where that would come after the deadline. */
    boolean turn(long deadline) {
        try {
            return turns.tryLock(deadline - nanos.getAsLong(), TimeUnit.NANOSECONDS) && taken(deadline);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes a turn; the next one counts from when this one came, so a thread that wakes up late causes no burst. */
    private boolean taken(long deadline) throws InterruptedException {
        try {
            long wait = Math.max(0, next - nanos.getAsLong());
            if (deadline - nanos.getAsLong() - wait <= 0) {
                return false;
            }
            sleep.nanos(wait);
            next = nanos.getAsLong() + gap;
            return true;
        } finally {
            turns.unlock();
        }
    }
}
