package dev.payonce.gateway.stripe;

import dev.payonce.gateway.OperationHeader;
import io.temporal.activity.Activity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/**
 * The present try of an operation.
 *
 * @param now the real time: a try that is carried out late is late, whenever it was scheduled
 * @param attempt which try of this activity it is, from 1
 */
record OperationAttempt(InstantSource now, IntSupplier attempt) {

    static final OperationAttempt REAL =
            new OperationAttempt(InstantSource.system(), OperationAttempt::attemptOfActivity);

    /** Reports whether the try is too late: Stripe forgets its key after a day, and would then carry it out again. */
    boolean tooLate(OperationHeader header) {
        Instant time = now.instant();
        return time.isAfter(header.notAfter()) || time.isAfter(header.at().plus(StripeLimits.KEY));
    }

    /**
     * Returns false only when the operation cannot have been sent yet, since it was decided a moment ago. An activity
     * counts its own tries, but not those of a run that was reset or terminated.
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
