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
     * Returns the details that the ledger has beside this charge; empty where it has none. Throws when the ledger cannot
     * be read.
     *
     * @param fingerprint of the key of the operation's order
     * @param operation its number
     */
    default Optional<ChargeDetails> details(OrderId order, String fingerprint, int operation) {
        return Optional.empty();
    }
}
