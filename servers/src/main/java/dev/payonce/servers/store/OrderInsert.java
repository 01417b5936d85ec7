package dev.payonce.servers.store;

import dev.payonce.servers.store.StoreOrder.Item;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** The insert of new orders into all tables that WooCommerce's own checkout fills, a batch a table. */
final class OrderInsert {

    private static final String AGENT = "Mozilla/5.0 (sandbox)";

    private final JdbcTemplate sql;
    private final String prefix;
    private final LocalDateTime nowUtc;

    /** @param nowUtc the time of the orders; the shop's own clock is UTC, too */
    OrderInsert(JdbcTemplate sql, String prefix, LocalDateTime nowUtc) {
        this.sql = sql;
        this.prefix = prefix;
        this.nowUtc = nowUtc;
    }

    void insert(List<StoreOrder> orders) {
        // WooCommerce takes an order's id from a row of the posts table, which then only counts the order's notes.
        write("posts", orders.stream().map(this::post), """
                (ID, post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status,
                 comment_status, ping_status, to_ping, pinged, post_modified, post_modified_gmt,
                 post_content_filtered, guid, post_type)
                VALUES (?, 1, ?, ?, '', '', '', 'draft', 'closed', 'closed', '', '', ?, ?, '', ?,
                 'shop_order_placehold')""");
        write("wc_orders", orders.stream().map(this::order), """
                (id, status, currency, type, tax_amount, total_amount, customer_id, billing_email, date_created_gmt,
                 date_updated_gmt, parent_order_id, payment_method, payment_method_title, transaction_id,
                 ip_address, user_agent, customer_note)
                VALUES (?, 'wc-pending', ?, 'shop_order', 0, ?, 0, ?, ?, ?, 0, 'stripe', 'Credit / Debit Card', '',
                 '192.0.2.1', ?, '')""");
        write("wc_order_operational_data", orders.stream().map(OrderInsert::operational), """
                (order_id, created_via, woocommerce_version, prices_include_tax, coupon_usages_are_counted,
                 download_permission_granted, cart_hash, new_order_email_sent, order_key, order_stock_reduced,
                 shipping_tax_amount, shipping_total_amount, discount_tax_amount, discount_total_amount,
                 recorded_sales)
                VALUES (?, 'checkout', '11.0.1', 0, 0, 0, MD5(?), 0, ?, 0, 0, ?, 0, 0, 0)""");
        write("wc_order_addresses", orders.stream().flatMap(OrderInsert::addresses), """
                (order_id, address_type, first_name, last_name, address_1, city, postcode, country, email)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'DE', ?)""");
        write("woocommerce_order_items", orders.stream().flatMap(OrderInsert::items), """
                (order_item_id, order_item_name, order_item_type, order_id) VALUES (?, ?, ?, ?)""");
        write("woocommerce_order_itemmeta", orders.stream().flatMap(OrderInsert::itemMeta), """
                (order_item_id, meta_key, meta_value) VALUES (?, ?, ?)""");
    }

    private void write(String table, Stream<Object[]> rows, String columnsAndValues) {
        sql.batchUpdate("INSERT INTO " + prefix + table + " " + columnsAndValues, rows.toList());
    }

    private Object[] post(StoreOrder order) {
        String guid = "https://shop.invalid/?post_type=shop_order_placehold&p=" + order.id();
        return new Object[] {order.id(), nowUtc, nowUtc, nowUtc, nowUtc, guid};
    }

    private Object[] order(StoreOrder order) {
        String email = order.shopper().email();
        return new Object[] {order.id(), order.currency(), order.total(), email, nowUtc, nowUtc, AGENT};
    }

    private static Object[] operational(StoreOrder order) {
        return new Object[] {order.id(), order.key(), order.key(), order.shipping()};
    }

    private static Stream<Object[]> addresses(StoreOrder order) {
        var to = order.shopper();
        return Stream.of("billing", "shipping").map(type -> new Object[] {
            order.id(),
            type,
            to.first(),
            to.last(),
            to.street(),
            to.city(),
            to.postcode(),
            type.equals("billing") ? to.email() : null
        });
    }

    private static Stream<Object[]> items(StoreOrder order) {
        List<Object[]> rows = new ArrayList<>();
        for (int line = 0; line < order.items().size(); line++) {
            rows.add(new Object[] {itemId(order, line), order.items().get(line).name(), "line_item", order.id()});
        }
        rows.add(new Object[] {itemId(order, order.items().size()), "Flat rate", "shipping", order.id()});
        return rows.stream();
    }

    private static Stream<Object[]> itemMeta(StoreOrder order) {
        List<Object[]> rows = new ArrayList<>();
        for (int line = 0; line < order.items().size(); line++) {
            Item item = order.items().get(line);
            String total = item.total().toPlainString();
            long id = itemId(order, line);
            rows.add(new Object[] {id, "_product_id", Long.toString(item.product())});
            rows.add(new Object[] {id, "_variation_id", "0"});
            rows.add(new Object[] {id, "_qty", Integer.toString(item.quantity())});
            rows.add(new Object[] {id, "_tax_class", ""});
            rows.add(new Object[] {id, "_line_subtotal", total});
            rows.add(new Object[] {id, "_line_subtotal_tax", "0"});
            rows.add(new Object[] {id, "_line_total", total});
            rows.add(new Object[] {id, "_line_tax", "0"});
        }
        long shipping = itemId(order, order.items().size());
        rows.add(new Object[] {shipping, "method_id", "flat_rate"});
        rows.add(new Object[] {shipping, "cost", order.shipping().toPlainString()});
        rows.add(new Object[] {shipping, "total_tax", "0"});
        return rows.stream();
    }

    private static long itemId(StoreOrder order, int line) {
        return order.id() * 10 + line;
    }
}
