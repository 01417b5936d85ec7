package dev.payonce.woocommerce;

import dev.payonce.order.OrderId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The way in which an order is read: from WooCommerce's own tables, or from WordPress' posts in an older shop. */
interface OrderReader {

    /** Locks the order's row until the transaction ends, and reads it with the shop's options. */
    OrderTable.Read lock(JdbcClient sql, OrderId id);

    /** Reads the order's row without a lock. */
    OrderTable.Read read(JdbcClient sql, OrderId id);
}
