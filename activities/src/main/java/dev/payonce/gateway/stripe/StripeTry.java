package dev.payonce.gateway.stripe;

import dev.payonce.payment.Ticket;
import io.temporal.activity.Activity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/**
 * What is known of the present try of an operation.
 *
 * @param now the real time: a try that is carried out late is late, whenever it was scheduled
 * @param attempt which try of this activity it is, from 1
 */
record StripeTry(InstantSource now, IntSupplier attempt) {

    static final StripeTry REAL = new StripeTry(InstantSource.system(), StripeTry::attemptOfActivity);

    /** Whatever the ticket says, Stripe forgets its key one day, and would then do it all again. */
    boolean tooLate(Ticket ticket) {
        Instant time = now.instant();
        return time.isAfter(ticket.notAfter()) || time.isAfter(ticket.at().plus(StripeLimits.KEY));
    }

    /**
     * False only when nobody can have sent the operation yet: it was decided a moment ago. An activity counts its own
     * tries, but not those of a run that was reset or terminated.
     */
    boolean perhapsBefore(Ticket ticket) {
        return attempt.getAsInt() > 1 || now.instant().isAfter(ticket.at().plus(StripeLimits.FIRST_TRY));
    }

    private static int attemptOfActivity() {
        try {
            return Activity.getExecutionContext().getInfo().getAttempt();
        } catch (IllegalStateException outsideOfAnActivity) {
            return 1;
        }
    }
}
