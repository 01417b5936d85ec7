package dev.payonce.order;

import java.util.Optional;

/**
 * The source of what a request needs of its order and no history may hold: WooCommerce's raw order key, whose holder can
 * see and pay the order, and the details of a charge, which are personal data. Both are read when they are needed.
 */
public interface OrderKeys {

    /**
     * Returns the raw key; empty when the order is gone or has another key, and so is another order with the same
     * number. Throws when the store cannot be read.
     *
     * @param fingerprint as {@link Fingerprint#ofOrderKey} makes it
     */
    Optional<String> raw(OrderId order, String fingerprint);

    /**
     * Returns the raw key and the details that the ledger has beside this charge, read at once. Throws when the store or
     * the ledger cannot be read.
     *
     * @param fingerprint of the key of the operation's order
     * @param operation its number
     */
    default ForCharge charge(OrderId order, String fingerprint, int operation) {
        return new ForCharge(raw(order, fingerprint), Optional.empty());
    }

    /**
     * The personal data of a charge's request.
     *
     * @param rawKey empty as {@link #raw} says
     * @param details empty where the ledger has none
     */
    record ForCharge(Optional<String> rawKey, Optional<ChargeDetails> details) {

        /** Shows nothing, since it may be logged. */
        @Override
        public String toString() {
            return "ForCharge[]";
        }
    }
}
