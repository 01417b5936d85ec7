package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.store.StoreOrder;

/**
 * The refund of an order.
 *
 * @param store the store's number of the refund
 * @param whole true for a full refund
 */
record Refunded(long minor, long store, boolean whole) {

    /** The step of amounts: in some currencies Stripe takes only those whose last digit is zero. */
    private static final long ROUND = 10;

    static Refunded of(StoreOrder order, boolean whole) {
        long asked = Metadata.asked(order);
        long part = Math.max(ROUND, asked / 2 / ROUND * ROUND);
        long minor = whole ? asked : Math.min(asked, part);
        return new Refunded(minor, order.id() * ROUND + 1, minor == asked);
    }

    String body() {
        return "{\"amount\":" + minor + ",\"refund\":" + store + ",\"reason\":\"requested_by_customer\"}";
    }
}
