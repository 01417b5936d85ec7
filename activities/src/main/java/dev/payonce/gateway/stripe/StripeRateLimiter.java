package dev.payonce.gateway.stripe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The limiter of requests a second from this process to one account: one lane for lookups, one for operations.
 * Temporal hands out no more tasks than that, but one lookup may be several requests, since a list has pages. Unused
 * turns are not saved up. Safe for many threads.
 */
public final class StripeRateLimiter {

    /** The limiter of requests that answer a person, one each. */
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
     * Makes another lane of the same rate. Stripe limits reads and writes separately, and no charge waits for a long
     * list.
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

    /**
     * Takes the turn. The next one counts from when this one really came, so a thread that wakes up late hurries no
     * other.
     */
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
