package dev.payonce.woocommerce;

import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.order.TwinOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The read of an order's twins, and the row that makes two twins wait for each other.
 *
 * <p>The interleaving that breaks a plain read: both twins decide at the same moment, each under its own order's lock;
 * neither sees the other's charge, which is not committed yet; both are charged. So a row of {@code payonce_cart} is
 * taken first and held until the transaction ends. The second twin waits there, and its read, a statement of its own in
 * READ COMMITTED, sees what the first has committed.
 *
 * <p>The insert comes first, since a locking read of a missing row would take a gap lock, and two of those deadlock. The
 * row is one of 4,096 slots of a store, so the table never grows; two carts in one slot wait for milliseconds. Locks are
 * taken in one order (advisory lock, order, slot) and no transaction takes another order's, so there is no circle.
 */
final class TwinTable {

    private static final String SLOT = """
            INSERT INTO {payonce_cart} (store, slot) VALUES (?, ?) ON DUPLICATE KEY UPDATE slot = slot""";

    private static final int SLOT_DIGITS = 3;

    /** Under {@code plugin} a paid order is pending until PHP has applied the effect. */
    private static final String PAID_BY_EFFECT = """
            EXISTS (SELECT 1 FROM {plugin_effect} e
                    WHERE e.order_id = o.id AND e.kind = 'paid' AND e.state IN (0, 1))""";

    /** The order itself is one row, so the server knows its values before it chooses an index for the twins. */
    private static final String TWINS = """
            SELECT o.id, o.status, p.date_paid_gmt,
                   (SELECT m.meta_value FROM {wc_orders_meta} m WHERE m.order_id = o.id AND m.meta_key IN (:keys)
                    ORDER BY m.meta_key DESC LIMIT 1) AS display_number,
                   {paid_by_effect} AS paid_by_effect
            FROM {wc_orders} me
            JOIN {wc_order_operational_data} mine ON mine.order_id = me.id
            JOIN {wc_orders} o ON o.date_created_gmt BETWEEN :from AND :to
            JOIN {wc_order_operational_data} p ON p.order_id = o.id
            LEFT JOIN {payonce_refresh} w ON w.store = :store AND w.order_id = o.id
            WHERE me.id = :id AND o.id <> :id AND o.type = 'shop_order' AND p.cart_hash = mine.cart_hash
              AND o.total_amount = me.total_amount AND o.currency = me.currency
              AND (COALESCE(me.customer_id, 0) > 0 AND o.customer_id = me.customer_id
                   OR COALESCE(me.customer_id, 0) = 0 AND COALESCE(o.customer_id, 0) = 0
                      AND o.billing_email = me.billing_email)
              AND (w.next_refresh IS NOT NULL OR o.status IN ('wc-processing', 'wc-completed', 'wc-on-hold')
                   OR p.date_paid_gmt IS NOT NULL AND o.status IN ('wc-pending', 'wc-failed') OR {paid_by_effect})
            ORDER BY o.id LIMIT 5""";

    /**
     * The posts of a shop without tables of its own. The index over type, status and local date leads to those of the same
     * minutes, and only the same shopper's are read: all carts of one article have the same hash. The names of each
     * are compared here, since WordPress keeps a row for each name.
     */
    private static final String POSTS = """
            SELECT o.ID AS id, o.post_status, m.meta_key, m.meta_value, w.next_refresh,
                   {paid_by_effect} AS paid_by_effect
            FROM {posts} me
            JOIN {postmeta} mine ON mine.post_id = me.ID AND mine.meta_key = '_cart_hash' AND mine.meta_value <> ''
            JOIN {posts} o ON o.post_type = 'shop_order' AND o.post_status IN (:statuses) AND o.ID <> me.ID
              AND o.post_date BETWEEN me.post_date - INTERVAL :minutes MINUTE AND me.post_date + INTERVAL :minutes MINUTE
            JOIN {postmeta} c ON c.post_id = o.ID AND c.meta_key = '_cart_hash' AND c.meta_value = mine.meta_value
            JOIN {postmeta} m ON m.post_id = o.ID AND m.meta_key IN (:keys)
            LEFT JOIN {payonce_refresh} w ON w.store = :store AND w.order_id = o.ID
            WHERE me.ID = :id AND me.post_type = 'shop_order'
              AND EXISTS (SELECT 1 FROM {postmeta} whose
                          JOIN {postmeta} same
                            ON same.meta_key = whose.meta_key AND same.meta_value = whose.meta_value
                          WHERE whose.post_id = me.ID AND same.post_id = o.ID
                            AND (whose.meta_key = '_billing_email' AND whose.meta_value <> ''
                                 OR whose.meta_key = '_customer_user' AND whose.meta_value NOT IN ('', '0')))
            ORDER BY o.ID LIMIT 200""";

    private static final List<String> STATUSES = Stream.of(
                    Status.PENDING,
                    Status.FAILED,
                    Status.ON_HOLD,
                    Status.PROCESSING,
                    Status.COMPLETED,
                    Status.CANCELLED)
            .map(OrderStatuses::stored)
            .toList();

    private static final Set<Status> KEEPING = EnumSet.of(Status.PROCESSING, Status.COMPLETED, Status.ON_HOLD);

    private static final Set<Status> OPEN = EnumSet.of(Status.PENDING, Status.FAILED);

    private final TableNames tables;

    TwinTable(TableNames tables) {
        this.tables = tables;
    }

    /** Returns the order with its twins, which stay as they are until the transaction ends. */
    Order read(JdbcClient sql, Order order, StoreGuard.Pinned store) {
        return order.cart()
                .map(cart -> {
                    holdSlot(sql, order, cart);
                    return order.with(store.hpos() ? twins(sql, order, store) : posts(sql, order, cart, store));
                })
                .orElse(order);
    }

    private void holdSlot(JdbcClient sql, Order order, String cart) {
        sql.sql(tables.sql(SLOT))
                .params(order.id().store(), cart.substring(0, SLOT_DIGITS))
                .update();
    }

    /** Returns the statement for a store; only one whose orders the plugin moves has the plugin's tables. */
    private String statement(String template, StoreGuard.Pinned store) {
        boolean plugin = store.effects() == StoreSettings.Effects.PLUGIN;
        return tables.sql(template.replace("{paid_by_effect}", plugin ? PAID_BY_EFFECT : "FALSE"));
    }

    private List<TwinOrder> twins(JdbcClient sql, Order order, StoreGuard.Pinned store) {
        Duration within = Duration.ofMinutes(TwinOrder.WITHIN_MINUTES);
        return sql.sql(statement(TWINS, store))
                .param("id", order.id().number())
                .param("store", order.id().store())
                .param("keys", OrderTable.DISPLAY_NUMBERS)
                .param("from", Utc.text(order.made().minus(within)))
                .param("to", Utc.text(order.made().plus(within)))
                .query(TwinTable::twin)
                .list();
    }

    private static TwinOrder twin(ResultSet row, int number) throws SQLException {
        long order = row.getLong("id");
        String shown = row.getString("display_number");
        Status status = OrderStatuses.of(String.valueOf(row.getString("status")));
        boolean paid =
                Utc.read(row, "date_paid_gmt").isPresent() || status.isPaid() || row.getBoolean("paid_by_effect");
        return new TwinOrder(order, shown == null || shown.isBlank() ? Long.toString(order) : shown.strip(), paid);
    }

    private record Post(Status status, boolean refreshed, boolean paidByEffect, Map<String, String> meta) {}

    private List<TwinOrder> posts(JdbcClient sql, Order order, String cart, StoreGuard.Pinned store) {
        Map<Long, Post> found = new TreeMap<>();
        sql.sql(statement(POSTS, store))
                .param("id", order.id().number())
                .param("store", order.id().store())
                .param("keys", PostOrderTable.CART)
                .param("statuses", STATUSES)
                .param("minutes", TwinOrder.WITHIN_MINUTES)
                .query(row -> {
                    Status status = OrderStatuses.of(row.getString("post_status"));
                    boolean refreshed = row.getObject("next_refresh") != null;
                    boolean paid = row.getBoolean("paid_by_effect");
                    found.computeIfAbsent(row.getLong("id"), _ -> new Post(status, refreshed, paid, new HashMap<>()))
                            .meta()
                            .put(row.getString("meta_key"), String.valueOf(row.getString("meta_value")));
                });
        return found.entrySet().stream()
                .filter(post -> PostOrderTable.cart(post.getValue().meta()).equals(Optional.of(cart)))
                .filter(post -> isPaidOrBeingPaid(post.getValue()))
                .map(post -> twin(order.id().store(), post.getKey(), post.getValue()))
                .toList();
    }

    private static boolean isPaidOrBeingPaid(Post post) {
        return post.refreshed()
                || post.paidByEffect()
                || KEEPING.contains(post.status())
                || (OPEN.contains(post.status()) && isDated(post));
    }

    private static TwinOrder twin(String store, long number, Post post) {
        OrderId id = new OrderId(store, number);
        return new TwinOrder(
                number,
                OrderTable.displayNumber(id, post.meta()),
                isDated(post) || post.paidByEffect() || post.status().isPaid());
    }

    private static boolean isDated(Post post) {
        return !post.meta().getOrDefault("_date_paid", "").isBlank();
    }
}
