package dev.payonce.servers.stripe.state;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The status of a refund. */
public enum RefundStatus {
    /** Promised, but not with the shopper's bank yet: the bank is slow, or the merchant's balance is too low. */
    PENDING,
    /** The shopper has to say where the money is to go. */
    REQUIRES_ACTION,
    SUCCEEDED,
    /** The money has come back to the merchant. */
    FAILED,
    CANCELED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns true for a possible next status. A success may still fail, days later; nothing comes after a failure. */
    boolean mayBecome(RefundStatus next) {
        Set<RefundStatus> after = switch (this) {
            case PENDING -> EnumSet.of(REQUIRES_ACTION, SUCCEEDED, FAILED, CANCELED);
            case REQUIRES_ACTION -> EnumSet.of(PENDING, SUCCEEDED, FAILED, CANCELED);
            case SUCCEEDED -> EnumSet.of(FAILED);
            case FAILED, CANCELED -> EnumSet.noneOf(RefundStatus.class);
        };
        return after.contains(next);
    }
}
