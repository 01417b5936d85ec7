package dev.payonce.failure;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The failures by which an activity reports that it could not do its work. Adapters turn the outside world's failures
 * into one of these in one file each; nothing else decides about retries. Messages name ids and codes, never bodies or
 * secrets.
 */
public final class Failures {

    /** Will heal by itself: retried, after Retry-After if the other side said so. */
    public static final String TRANSIENT = "transient";

    /** Configuration or a bug: not retried; the payment is shown as stalled until an operator corrects it. */
    public static final String NON_RETRYABLE = "refused";

    /**
     * The codes of transient failures where another writer of the same order was first. Only that order has to wait; nothing is
     * wrong with the store.
     */
    public static final Set<String> CONTENTION = Set.of(
            "lock-busy",
            "lock-timeout",
            "lock-deadlock",
            "row-lock-timeout",
            "row-moved",
            "order-moved",
            "deadlock",
            "collision");

    private Failures() {}

    /** @param code short and stable, for searches: {@code stripe-429}, {@code lock-timeout} */
    public static ApplicationFailure transientOne(
            String code, String message, Optional<Duration> retryAfter, @Nullable Throwable cause) {
        ApplicationFailure.Builder failure = ApplicationFailure.newBuilder()
                .setType(TRANSIENT)
                .setMessage(message)
                .setDetails(code)
                .setCause(cause);
        retryAfter.ifPresent(failure::setNextRetryDelay);
        return failure.build();
    }

    /** @param code short and stable, for searches: {@code stripe-401}, {@code site-differs} */
    public static ApplicationFailure nonRetryable(String code, String message, @Nullable Throwable cause) {
        return ApplicationFailure.newBuilder()
                .setType(NON_RETRYABLE)
                .setMessage(message)
                .setDetails(code)
                .setNonRetryable(true)
                .setCause(cause)
                .build();
    }
}
