package dev.payonce.api.http;

import io.temporal.failure.ApplicationFailure;

/** What of a failure may be in a log. */
public final class LoggedFailure {

    private LoggedFailure() {}

    /** The adapter's own sentence, or only what kind of failure it was: its text may quote values. */
    public static String why(RuntimeException failure) {
        return failure instanceof ApplicationFailure known
                ? known.getOriginalMessage()
                : failure.getClass().getSimpleName();
    }
}
