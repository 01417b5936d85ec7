package dev.payonce.temporal;

import com.google.protobuf.util.Timestamps;
import dev.payonce.failure.Failures;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.workflow.TaskQueues;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The check that worker and API of a store have the same mode. Each mode has task queues of its own, so two modes never share
 * a task. Temporal knows which of the queues is polled.
 */
public final class ModeCheck {

    /** A worker that lives polls at least once in this time: Temporal ends each poll after a minute. */
    private static final Duration ALIVE = Duration.ofSeconds(70);

    private final TemporalConnection temporal;
    private final StoreSettings store;

    public ModeCheck(TemporalConnection temporal, StoreSettings store) {
        this.temporal = temporal;
        this.store = store;
    }

    /**
     * Refuses to start a worker beside one of the other mode; tried again, the start succeeds once that one is gone.
     *
     * @throws io.temporal.failure.ApplicationFailure transient
     */
    public void refuseOthers(Duration within) {
        if (isServed(store.otherInstance(), within)) {
            throw Failures.transientOne(
                    "other-mode",
                    "A worker of mode " + other() + " serves it, and this one's mode is " + mode()
                            + ". Stop all processes of the mode that is to end: "
                            + ALIVE.toSeconds() + " s after its last poll the worker starts",
                    Optional.empty(),
                    null);
        }
    }

    /** Returns a sentence where workers of the other mode alone serve the store; empty also while Temporal is away. */
    public Optional<String> conflict(Duration within) {
        try {
            boolean others = isServed(store.otherInstance(), within) && !isServed(store.instance(), within);
            return others
                    ? Optional.of("The API's mode is " + mode() + ", and its store's worker has mode " + other()
                            + ": set PAYONCE_MODE of both processes to the same")
                    : Optional.empty();
        } catch (StatusRuntimeException away) {
            return Optional.empty();
        }
    }

    /** Reports whether a worker that lives polls the queue of this store and mode. */
    private boolean isServed(String instance, Duration within) {
        Instant oldest = Instant.now().minus(ALIVE);
        return temporal.pollers(TaskQueues.payments(instance), within).stream()
                .map(poller -> Instant.ofEpochMilli(Timestamps.toMillis(poller.getLastAccessTime())))
                .anyMatch(oldest::isBefore);
    }

    private String mode() {
        return store.shadow() ? "shadow" : "act";
    }

    private String other() {
        return store.shadow() ? "act" : "shadow";
    }
}
