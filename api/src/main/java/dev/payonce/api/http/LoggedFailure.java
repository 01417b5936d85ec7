package dev.payonce.api.http;

import io.temporal.failure.ApplicationFailure;

/** The part of a failure that a log may have. */
public final class LoggedFailure {

    private LoggedFailure() {}

    /** Returns the adapter's own sentence, or only the failure's kind: its text may quote values. */
    public static String why(RuntimeException failure) {
        return failure instanceof ApplicationFailure known
                ? known.getOriginalMessage()
                : failure.getClass().getSimpleName();
    }
}
