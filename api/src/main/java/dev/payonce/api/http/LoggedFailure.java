package dev.payonce.api.http;

import io.temporal.failure.ApplicationFailure;

/** The part of a failure that a log may contain. */
public final class LoggedFailure {

    private LoggedFailure() {}

    /** Returns the adapter's own sentence, or only the kind of failure: another text may quote values. */
    public static String why(RuntimeException failure) {
        return failure instanceof ApplicationFailure known
                ? known.getOriginalMessage()
                : failure.getClass().getSimpleName();
    }
}
