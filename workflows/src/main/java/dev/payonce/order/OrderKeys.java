package dev.payonce.order;

import java.util.Optional;

/**
 * WooCommerce's raw order keys. Whoever holds one sees and pays its order, so it is read when it is needed, and neither
 * kept nor shown.
 */
public interface OrderKeys {

    /**
     * Empty when the order is gone or has another key: it is another order with the same number. Throws when the store
     * cannot be read.
     *
     * @param fingerprint as {@link Fingerprint#ofOrderKey} makes it
     */
    Optional<String> raw(OrderId order, String fingerprint);
}
