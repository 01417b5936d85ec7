package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.store.StoreOrder;

/**
 * What is given back of an order.
 *
 * @param store the store's own number of it
 * @param whole whether that is all of it
 */
record Refunded(long minor, long store, boolean whole) {

    /** Stripe wants the last digit of some currencies to be zero. */
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
