package dev.payonce.woocommerce;

import dev.payonce.failure.Failures;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.woocommerce.plugin.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of orders of WooCommerce (HPOS). Every caller holds a transaction. */
final class OrderTable implements OrderReader {

    /** Where numbering plugins note the number that they show. */
    static final List<String> DISPLAY_NUMBERS = List.of("_order_number_formatted", "_order_number");

    private static final List<String> META = List.of(Effect.STRIPE_INTENT, "_order_number_formatted", "_order_number");

    private static final String SHARED = "payonce:shared";

    /**
     * Options, meta rows and the ids that another order records too, in one statement. The collation is said because a
     * shop's tables need not agree on one.
     */
    private static final String SURROUNDINGS = ShopOptions.READ + """
            UNION ALL
            SELECT CONVERT(meta_key USING utf8mb4) COLLATE utf8mb4_bin,
                   CONVERT(meta_value USING utf8mb4) COLLATE utf8mb4_bin
            FROM {wc_orders_meta} WHERE order_id = :id AND meta_key IN (:keys)
            UNION ALL
            SELECT 'payonce:shared', CONVERT(other.meta_value USING utf8mb4) COLLATE utf8mb4_bin
            FROM {wc_orders_meta} mine
            JOIN {wc_orders_meta} other ON other.meta_key = :intent AND other.meta_value = mine.meta_value
            JOIN {wc_orders} o ON o.id = other.order_id
            WHERE mine.order_id = :id AND mine.meta_key = :intent AND mine.meta_value <> ''
              AND other.order_id <> :id AND o.type = 'shop_order'""";

    private final TableNames tables;

    OrderTable(TableNames tables) {
        this.tables = tables;
    }

    @Override
    public Read read(JdbcClient sql, OrderId id, Row row) {
        Optional<StoredOrder> stored = sql.sql(tables.sql(row.of(StoredOrder.READ)))
                .param(id.number())
                .query(StoredOrder::read)
                .optional();
        Map<String, String> options = new HashMap<>();
        List<String> intents = new ArrayList<>();
        List<String> shared = new ArrayList<>();
        sql.sql(tables.sql(SURROUNDINGS))
                .param("options", ShopOptions.OPTIONS)
                .param("id", id.number())
                .param("intent", Effect.STRIPE_INTENT)
                .param("keys", META)
                .query(each -> {
                    String value = each.getString("value") == null ? "" : each.getString("value");
                    switch (each.getString("name")) {
                        case Effect.STRIPE_INTENT -> intents.add(value.strip());
                        case SHARED -> shared.add(value.strip());
                        default -> options.put(each.getString("name"), value);
                    }
                });
        // A shop's tables compare without regard to letter case; ids differ by it.
        ExternalIds recorded = ExternalIds.of(intents);
        ExternalIds elsewhere =
                ExternalIds.of(shared.stream().filter(recorded::contains).toList());
        return new Read(
                stored.map(found -> found.order(id, displayNumber(id, options), recorded, elsewhere)),
                stored,
                ShopOptions.of(options));
    }

    /** Returns the number that the shopper sees; without a numbering plugin that is the order's own. */
    static String displayNumber(OrderId id, Map<String, String> meta) {
        return DISPLAY_NUMBERS.stream()
                .map(key -> meta.getOrDefault(key, "").strip())
                .filter(number -> !number.isEmpty())
                .findFirst()
                .orElse(Long.toString(id.number()));
    }

    /**
     * Moves the order if it still has the status that was decided upon; the method and all of WooCommerce's own flags
     * stay as they are. Without {@code date_updated_gmt} WooCommerce would never copy the change to where it keeps
     * copies of orders.
     */
    void move(JdbcClient sql, OrderId id, String from, Status to, Optional<String> transaction) {
        int moved = sql.sql(tables.sql("""
                        UPDATE {wc_orders} SET status = :to, transaction_id = COALESCE(:transaction, transaction_id),
                          date_updated_gmt = UTC_TIMESTAMP()
                        WHERE id = :id AND type = 'shop_order' AND status = :from"""))
                .param("to", OrderStatuses.stored(to))
                .param("transaction", transaction.orElse(null))
                .param("id", id.number())
                .param("from", from)
                .update();
        if (moved != 1) {
            throw Failures.transientOne(
                    "order-moved",
                    "Order " + id.number() + " is no longer " + from
                            + ". Another program moved it; the worker tries again",
                    Optional.empty(),
                    null);
        }
    }

    /** Sets the date of payment; the first one stays, since an order is paid once. */
    void datePaid(JdbcClient sql, OrderId id) {
        sql.sql(tables.sql("""
                        UPDATE {wc_order_operational_data} SET date_paid_gmt = COALESCE(date_paid_gmt, UTC_TIMESTAMP())
                        WHERE order_id = ?""")).param(id.number()).update();
    }
}
