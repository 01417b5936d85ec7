package dev.payonce.woocommerce;

import dev.payonce.money.Money;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.StoreQuery.Column;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.woocommerce.plugin.Effect;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The reader of orders that a shop keeps among WordPress' posts. It never writes: only PHP moves such an order.
 *
 * <p>No index leads from a payment's id to a post, so the ids that another order records too are not known here.
 */
final class PostOrderTable implements OrderReader {

    private static final String READ = """
            SELECT post_status, post_date_gmt, post_modified_gmt FROM {posts}
            WHERE ID = ? AND post_type = 'shop_order'""";

    /** The names of an order's cart, shopper, total and payment. */
    static final List<String> CART = List.of(
            "_cart_hash",
            "_customer_user",
            "_billing_email",
            "_order_currency",
            "_order_total",
            "_date_paid",
            "_order_number",
            "_order_number_formatted");

    private static final List<String> META = List.of(
            "_order_key",
            "_cart_hash",
            "_customer_user",
            "_billing_email",
            "_order_currency",
            "_order_total",
            "_payment_method",
            "_transaction_id",
            "_date_paid",
            "_order_number",
            "_order_number_formatted",
            Effect.STRIPE_INTENT);

    private final TableNames tables;

    PostOrderTable(TableNames tables) {
        this.tables = tables;
    }

    private record Post(String status, Instant made, Instant updated) {}

    @Override
    public Found find(JdbcClient sql, OrderId id, Row row) {
        Optional<Post> post = sql.sql(tables.sql(row.of(READ)))
                .param(id.number())
                .query((found, _) -> new Post(
                        found.getString("post_status"),
                        Utc.read(found, "post_date_gmt").orElse(Instant.EPOCH),
                        Utc.read(found, "post_modified_gmt").orElse(Instant.EPOCH)))
                .optional();
        return (same, with) -> rest(same, id, post, with);
    }

    private static OrderReader.Read rest(JdbcClient sql, OrderId id, Optional<Post> post, StoreQuery with) {
        Map<String, String> values = new HashMap<>();
        ShopOptions.readBy(with, values)
                .param("id", id.number())
                .param("keys", META)
                .read(
                        Map.of(Column.NAME, "meta_key", Column.VALUE, "meta_value"),
                        "{postmeta} WHERE post_id = :id AND meta_key IN (:keys)",
                        each -> values.put(
                                each.getString("name"),
                                Objects.requireNonNullElse(each.getString("value"), "")
                                        .strip()))
                .run(sql);
        Optional<StoredOrder> stored = post.map(found -> stored(found, values));
        return new OrderReader.Read(
                stored.map(order -> order.order(
                        id,
                        OrderTable.displayNumber(id, values),
                        ExternalIds.of(values.getOrDefault(Effect.STRIPE_INTENT, "")),
                        ExternalIds.NONE)),
                stored,
                ShopOptions.of(values));
    }

    private static StoredOrder stored(Post post, Map<String, String> meta) {
        Optional<Instant> paid = seconds(meta.getOrDefault("_date_paid", ""));
        return new StoredOrder(
                Fingerprint.ofOrderKey(meta.getOrDefault("_order_key", "")),
                post.status(),
                total(meta),
                meta.getOrDefault("_payment_method", ""),
                meta.getOrDefault("_transaction_id", ""),
                OrderStatuses.of(post.status()).isPaid() || paid.isPresent(),
                paid.orElse(post.updated()),
                post.made(),
                cart(meta));
    }

    /** Returns the fingerprint of an order's cart, shopper and total; empty where it has no cart or no shopper. */
    static Optional<String> cart(Map<String, String> meta) {
        String customer = meta.getOrDefault("_customer_user", "");
        return StoredOrder.cart(
                meta.getOrDefault("_cart_hash", ""),
                customer.matches("\\d{1,18}") ? Long.parseLong(customer) : 0,
                meta.getOrDefault("_billing_email", ""),
                meta.getOrDefault("_order_total", ""),
                meta.getOrDefault("_order_currency", ""));
    }

    private static Optional<Money> total(Map<String, String> meta) {
        try {
            return Money.ofMajor(
                    new BigDecimal(meta.getOrDefault("_order_total", "")), meta.getOrDefault("_order_currency", ""));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> seconds(String text) {
        return text.matches("\\d{1,12}") ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text))) : Optional.empty();
    }
}
