package dev.payonce.api.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A role of an operator: a name for the scopes that a person of this work needs. None has the shop's scopes. */
public enum Role {

    /** Reads states, histories and the list, and refreshes single orders. */
    VIEWER,

    /** Also refreshes orders by a filter, and decides reviews. */
    OPERATOR,

    /** Also reads metrics, and decrypts Temporal's histories. */
    ADMIN;

    /** Returns the scopes that the role stands for. */
    public Set<Scope> scopes() {
        return switch (this) {
            case VIEWER -> Set.of(Scope.READ);
            case OPERATOR -> Set.of(Scope.READ, Scope.OPERATE, Scope.DECIDE);
            case ADMIN -> Set.of(Scope.READ, Scope.OPERATE, Scope.DECIDE, Scope.METRICS, Scope.DECODE);
        };
    }

    /** Returns the word of settings and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
