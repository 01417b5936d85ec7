package dev.payonce.servers.stripe.state;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** The shopper's bank takes money back, or asks whether it should. */
public record Dispute(String id, Instant created, long amount, Status status, Map<String, String> metadata) {

    /**
     * The status of a dispute. Those of an inquiry are called a warning: the bank only asks, and the money stays where
     * it is.
     */
    public enum Status {
        WARNING_NEEDS_RESPONSE,
        WARNING_UNDER_REVIEW,
        WARNING_CLOSED,
        NEEDS_RESPONSE,
        UNDER_REVIEW,
        WON,
        LOST,
        /** Resolved before it opened: closed, without an answer. */
        PREVENTED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean inquiry() {
        return switch (status) {
            case WARNING_NEEDS_RESPONSE, WARNING_UNDER_REVIEW, WARNING_CLOSED -> true;
            case NEEDS_RESPONSE, UNDER_REVIEW, WON, LOST, PREVENTED -> false;
        };
    }

    boolean closed() {
        return switch (status) {
            case WARNING_CLOSED, WON, LOST, PREVENTED -> true;
            case WARNING_NEEDS_RESPONSE, WARNING_UNDER_REVIEW, NEEDS_RESPONSE, UNDER_REVIEW -> false;
        };
    }

    /** Returns true when the bank has the money, which then must not be refunded as well. */
    public boolean holdsMoney() {
        return !inquiry() && status != Status.WON && status != Status.PREVENTED;
    }

    Dispute to(Status next) {
        return new Dispute(id, created, amount, next, metadata);
    }

    Dispute with(Map<String, String> other) {
        return new Dispute(id, created, amount, status, other);
    }
}
