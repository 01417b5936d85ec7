package dev.payonce.gateway.stripe;

import dev.payonce.gateway.OperationHeader;
import io.temporal.activity.Activity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/**
 * The present try of an operation.
 *
 * @param now the real time, since a try that starts late is late whenever it was scheduled
 * @param attempt the number of the try of this activity, from 1
 */
record OperationAttempt(InstantSource now, IntSupplier attempt) {

    static final OperationAttempt REAL =
            new OperationAttempt(InstantSource.system(), OperationAttempt::attemptOfActivity);

    /**
     * Returns true after the operation's deadline, or when Stripe may have forgotten its key and would carry it out
     * again.
     */
    boolean tooLate(OperationHeader header) {
        Instant time = now.instant();
        return time.isAfter(header.notAfter()) || time.isAfter(header.at().plus(StripeLimits.KEY));
    }

    /**
     * Returns false only when no earlier try can have been sent, since the operation was decided a moment ago. An
     * activity counts its own tries, but not those of a run that was reset or terminated.
     */
    boolean perhapsBefore(OperationHeader header) {
        return attempt.getAsInt() > 1 || now.instant().isAfter(header.at().plus(StripeLimits.FIRST_TRY));
    }

    private static int attemptOfActivity() {
        try {
            return Activity.getExecutionContext().getInfo().getAttempt();
        } catch (IllegalStateException outsideOfAnActivity) {
            return 1;
        }
    }
}
