package dev.payonce.sandbox.stripe.chaos;

import dev.payonce.sandbox.stripe.http.Call;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Holds the first call that fits, until it is let go. What the caller does meanwhile, even dying, changes nothing about
 * what happens to the call afterwards.
 */
public final class Barrier implements AutoCloseable {

    /** A barrier that a test forgets to open lets its call continue after this. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

    /** How far a call has come. */
    public enum Phase {
        /** Nobody has looked at it: not at its idempotency key, either. */
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

    /** Waits for a call that fits, at most so long; empty when none came. */
    public Optional<Call> await(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(held.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException none) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("Nobody completes it with a failure", impossible);
        }
    }

    /** The call goes on as if nothing had been. */
    public void release() {
        open.countDown();
    }

    /**
     * The network has lost it: a call that had not started never does, one that had ended is never answered. Its
     * connection ends in the middle of an answer that says nothing.
     */
    public void drop() {
        dropped = true;
        open.countDown();
    }

    @Override
    public void close() {
        release();
    }

    /** Whether this barrier is the one for the call; it is for one only. */
    boolean takes(Phase at, Call call) {
        return at == phase && !held.isDone() && matching.test(call) && held.complete(call);
    }

    /** Whether the call goes on. A simulator that closes drops it. */
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
