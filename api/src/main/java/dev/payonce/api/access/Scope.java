package dev.payonce.api.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** Returns the words of scopes of which one is enough. */
    public static String words(Set<Scope> any) {
        return any.stream().map(Scope::word).sorted().collect(Collectors.joining(" or "));
    }

    static Optional<Scope> of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }
}
