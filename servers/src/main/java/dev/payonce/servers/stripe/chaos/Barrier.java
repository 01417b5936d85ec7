package dev.payonce.servers.stripe.chaos;

import dev.payonce.servers.stripe.http.Call;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A barrier that holds the first call that fits, until a test releases it. The caller may even die meanwhile: that
 * changes nothing about the call.
 */
public final class Barrier implements AutoCloseable {

    /** A barrier that a test forgets to open lets its call continue after this. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

    /** The progress of a call. */
    public enum Phase {
        /** Not even its idempotency key is read. */
        ARRIVED,
        /** Its key is in use, so that a repeat gets 409; no money has moved. */
        STARTED,
        /** Money has moved and the result is saved, so that a repeat is a replay; no answer is sent. */
        FINISHED,
        /** The answer is on its way. Only the connection is held, and a test learns that the caller knows. */
        ANSWERED
    }

    private final Phase phase;
    private final Predicate<Call> matching;
    private final CompletableFuture<Call> held = new CompletableFuture<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean dropped;

    Barrier(Phase phase, Predicate<Call> matching) {
        this.phase = phase;
        this.matching = matching;
    }

    /** Waits for a call that fits, for up to this time; empty when none came. */
    public Optional<Call> await(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(held.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException none) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("No code completes it with a failure", impossible);
        }
    }

    /** Releases the call, which goes on as usual. */
    public void release() {
        open.countDown();
    }

    /**
     * Drops the call, as a network does: a call that had not started never does, one that had ended is never answered.
     * Its connection ends in the middle of a response that says nothing.
     */
    public void drop() {
        dropped = true;
        open.countDown();
    }

    @Override
    public void close() {
        release();
    }

    /** Returns true when this barrier is the one for the call; it is for one only. */
    boolean takes(Phase at, Call call) {
        return at == phase && !held.isDone() && matching.test(call) && held.complete(call);
    }

    /** Holds the call. Returns true when it goes on; a simulator that closes drops it. */
    boolean hold() {
        try {
            boolean inTime = open.await(LONGEST_HOLD.toMillis(), TimeUnit.MILLISECONDS);
            return !inTime || !dropped;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
