package dev.payonce.workflow;

import dev.payonce.failure.Failures;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;

/** The details of an activity's failure, as its adapter gave them. */
public final class FailureDetails {

    private FailureDetails() {}

    /** Returns the short code that the adapter's file of failures gave; a timeout has none. */
    static String code(ActivityFailure failure) {
        return application(failure)
                .filter(cause -> cause.getType().equals(Failures.TRANSIENT)
                        || cause.getType().equals(Failures.NON_RETRYABLE))
                .filter(cause -> cause.getDetails().getSize() > 0)
                .map(FailureDetails::code)
                .orElse("no-answer");
    }

    /** Returns the code that one of {@link Failures} was made with. */
    public static String code(ApplicationFailure failure) {
        return failure.getDetails().get(String.class);
    }

    /** Returns the time that the gateway or store asks to wait, if any; of several tries the last one's. */
    static Duration retryAfter(ActivityFailure failure) {
        return application(failure)
                .flatMap(cause -> Optional.ofNullable(cause.getNextRetryDelay()))
                .orElse(Duration.ZERO);
    }

    /** Returns true for a fault of the installation: it does not heal by itself. */
    static boolean isFault(ActivityFailure failure) {
        return application(failure)
                .filter(cause -> cause.getType().equals(Failures.NON_RETRYABLE))
                .isPresent();
    }

    static String message(ActivityFailure failure) {
        return application(failure).map(ApplicationFailure::getOriginalMessage).orElse("no worker answered in time");
    }

    private static Optional<ApplicationFailure> application(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ApplicationFailure)) {
            cause = cause.getCause();
        }
        return Optional.ofNullable((ApplicationFailure) cause);
    }
}
