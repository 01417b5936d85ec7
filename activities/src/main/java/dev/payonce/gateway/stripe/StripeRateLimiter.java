package dev.payonce.gateway.stripe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * At most so many requests a second from this process to one account, for look-ups; and as many for operations. Temporal
 * hands out no more look-ups and operations than that, but one of them may be several requests: a list has pages. Nothing
 * is saved up while nobody asks. Safe for many threads.
 */
public final class StripeRateLimiter {

    /** For whoever answers a person, one request each. */
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

    /** As many again: Stripe counts what reads and what writes each for itself, and no charge waits for a long list. */
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

    /** The next turn counts from when this one really came: a thread that wakes up late makes nobody hurry. */
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
