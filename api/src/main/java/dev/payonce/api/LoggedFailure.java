package dev.payonce.api;

import io.temporal.failure.ApplicationFailure;

/** What of a failure may be in a log. */
final class LoggedFailure {

    private LoggedFailure() {}

    /** The adapter's own sentence, or only what kind of failure it was: its text may quote values. */
    static String why(RuntimeException failure) {
        return failure instanceof ApplicationFailure known
                ? known.getOriginalMessage()
                : failure.getClass().getSimpleName();
    }
}
