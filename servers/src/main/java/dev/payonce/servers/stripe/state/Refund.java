package dev.payonce.servers.stripe.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A refund: money on its way back to the shopper.
 *
 * @param release true for money that was only reserved: Stripe shows a partial capture's rest and a cancelled
 *     authorization as a refund, although nothing had been taken
 * @param why in Stripe's words, why it is pending or why it failed; empty otherwise
 * @param reason in Stripe's words, the reason that its maker gave
 */
public record Refund(
        String id,
        Instant created,
        long amount,
        RefundStatus status,
        boolean release,
        Optional<String> why,
        Optional<String> reason,
        Map<String, String> metadata) {

    public static final String LOW_BALANCE = "insufficient_funds";

    /** Makes a release. Released money had never left the shopper, so it succeeds at once. */
    static Refund release(String id, Instant now, long amount) {
        return new Refund(id, now, amount, RefundStatus.SUCCEEDED, true, Optional.empty(), Optional.empty(), Map.of());
    }

    /** Returns true when the money is out, or on its way out. */
    public boolean stands() {
        return status != RefundStatus.FAILED && status != RefundStatus.CANCELED;
    }

    /** Returns true when money of the merchant's has moved, and Stripe has a balance transaction of it. */
    public boolean booked() {
        return !release
                && status != RefundStatus.REQUIRES_ACTION
                && !why.filter(LOW_BALANCE::equals).isPresent();
    }

    Refund with(Map<String, String> other) {
        return new Refund(id, created, amount, status, release, why, reason, other);
    }

    Refund to(RefundStatus next, Optional<String> because) {
        return new Refund(id, created, amount, next, release, because, reason, metadata);
    }
}
