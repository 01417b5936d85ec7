package dev.payonce.woocommerce;

import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The way in which an order is read: from WooCommerce's own tables, or from WordPress' posts in an older shop. */
interface OrderReader {

    /**
     * The order as it was read, with the shop's options.
     *
     * @param order empty when the store has none with this number
     */
    record Read(Optional<Order> order, Optional<StoredOrder> stored, ShopOptions shop) {}

    /** Locks the order's row until the transaction ends, and reads it with the shop's options. */
    Read lock(JdbcClient sql, OrderId id);

    /** Reads the order's row without a lock. */
    Read read(JdbcClient sql, OrderId id);
}
