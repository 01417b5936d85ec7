package dev.payonce.workflow.direct;

import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * The lane of direct attempts to one gateway, or to the store: few at one time, and none for a moment after one failed or
 * was slow. One that hangs closes the lane while it hangs. Safe for many threads.
 */
final class Lane {

    /** The time for which a lane is closed. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Semaphore places;
    private final Duration slow;
    private final LongSupplier nanos;
    private final DirectFailures failures;
    private final Deque<Long> running = new ConcurrentLinkedDeque<>();
    private volatile long closedUntil;

    /**
     * @param places the most attempts at one time
     * @param slow the longest time that one may take
     * @param nanos a clock that never jumps
     */
    Lane(String name, int places, Duration slow, LongSupplier nanos, DirectFailures failures) {
        this.name = name;
        this.places = new Semaphore(places);
        this.slow = slow;
        this.nanos = nanos;
        this.failures = failures;
        this.closedUntil = nanos.getAsLong();
    }

    /** Reports whether attempts are welcome; the oldest one that still runs may have closed the lane. */
    boolean isOpen() {
        long now = nanos.getAsLong();
        Long oldest = running.peekFirst();
        if (oldest != null && isSlow(oldest, now)) {
            close("slow", "It has not answered for " + slow.toMillis() + " ms");
        }
        return now - closedUntil >= 0;
    }

    /** Enters; empty where all places are taken. */
    Optional<Visit> enter() {
        return places.tryAcquire() ? Optional.of(new Visit()) : Optional.empty();
    }

    /** Closes the lane for a moment, and reports it unless it is closed already. */
    void close(String code, String message) {
        long now = nanos.getAsLong();
        boolean open = now - closedUntil >= 0;
        closedUntil = now + PAUSE.toNanos();
        if (open) {
            failures.closed(name, code, message);
        }
    }

    private boolean isSlow(long start, long now) {
        return now - start > slow.toNanos();
    }

    /** The stay of one attempt in the lane. */
    final class Visit implements AutoCloseable {

        private final Long start = nanos.getAsLong();

        private Visit() {
            running.addLast(start);
        }

        /** Reports whether this attempt took too long, and closes the lane then. */
        boolean tooSlow() {
            boolean slower = isSlow(start, nanos.getAsLong());
            if (slower) {
                Lane.this.close("slow", "It took more than " + slow.toMillis() + " ms");
            }
            return slower;
        }

        @Override
        public void close() {
            running.removeFirstOccurrence(start);
            places.release();
        }
    }
}
