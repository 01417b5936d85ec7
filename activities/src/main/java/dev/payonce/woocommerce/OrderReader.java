package dev.payonce.woocommerce;

import dev.payonce.mysql.StoreQuery;
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

    /** The way in which the order's row is read. A lock lasts until the transaction ends. */
    enum Row {
        READ(""),
        LOCKED(" FOR UPDATE"),
        /** Fails where another session holds the row: the caller must not wait. */
        LOCKED_AT_ONCE(" FOR UPDATE NOWAIT");

        private final String clause;

        Row(String clause) {
            this.clause = clause;
        }

        /** Returns the statement with this lock. */
        String of(String statement) {
            return statement + clause;
        }
    }

    /** The row of an order that was read, if it has one, before all the rest. */
    interface Found {

        /**
         * Reads the rest in one query.
         *
         * @param with what else is read then
         */
        Read read(JdbcClient sql, StoreQuery with);
    }

    /** Reads the order's row. */
    Found find(JdbcClient sql, OrderId id, Row row);
}
