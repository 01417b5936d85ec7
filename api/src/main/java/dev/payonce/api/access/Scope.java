package dev.payonce.api.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A scope of a token: one kind of request that it may send. */
public enum Scope {

    /** Charge, capture and cancel. */
    PAY,

    REFUND,

    /** Read states and histories. */
    READ,

    /** Refresh orders, and read the operators' list and the shadow report. */
    OPERATE,

    /** Decide reviews, which may move money; read and refresh payments. */
    DECIDE,

    METRICS,

    /** Decrypt payloads of Temporal's histories. */
    DECODE;

    /** Returns the word of settings and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }
}
