package dev.payonce.order;

import java.util.Optional;

/**
 * The source of WooCommerce's raw order keys. Its holder can see and pay the order, so a key is read when it is needed,
 * and neither kept nor shown.
 */
public interface OrderKeys {

    /**
     * Returns the raw key; empty when the order is gone or has another key, and so is another order with the same
     * number. Throws when the store cannot be read.
     *
     * @param fingerprint as {@link Fingerprint#ofOrderKey} makes it
     */
    Optional<String> raw(OrderId order, String fingerprint);
}
