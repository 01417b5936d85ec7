package dev.payonce.woocommerce;

import dev.payonce.failure.Failures;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.StoreQuery.Column;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.woocommerce.plugin.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of orders of WooCommerce (HPOS). Every caller holds a transaction. */
final class OrderTable implements OrderReader {

    /** Where numbering plugins note the number that they show. */
    static final List<String> DISPLAY_NUMBERS = List.of("_order_number_formatted", "_order_number");

    private static final List<String> META = List.of(Effect.STRIPE_INTENT, "_order_number_formatted", "_order_number");

    /** The rows of IDs that another order records too. */
    private static final String SHARED = """
            {wc_orders_meta} mine
            JOIN {wc_orders_meta} other ON other.meta_key = :intent AND other.meta_value = mine.meta_value
            JOIN {wc_orders} o ON o.id = other.order_id
            WHERE mine.order_id = :id AND mine.meta_key = :intent AND mine.meta_value <> ''
              AND other.order_id <> :id AND o.type = 'shop_order'""";

    private final TableNames tables;

    OrderTable(TableNames tables) {
        this.tables = tables;
    }

    @Override
    public Found find(JdbcClient sql, OrderId id, Row row) {
        Optional<StoredOrder> stored = sql.sql(tables.sql(row.of(StoredOrder.READ)))
                .param(id.number())
                .query(StoredOrder::read)
                .optional();
        return (same, with) -> rest(same, id, stored, with);
    }

    private static Read rest(JdbcClient sql, OrderId id, Optional<StoredOrder> stored, StoreQuery with) {
        Map<String, String> options = new HashMap<>();
        List<String> intents = new ArrayList<>();
        List<String> shared = new ArrayList<>();
        ShopOptions.readBy(with, options)
                .param("id", id.number())
                .param("intent", Effect.STRIPE_INTENT)
                .param("keys", META)
                .read(
                        Map.of(Column.NAME, "meta_key", Column.VALUE, "meta_value"),
                        "{wc_orders_meta} WHERE order_id = :id AND meta_key IN (:keys)",
                        each -> {
                            String value = Objects.requireNonNullElse(each.getString("value"), "");
                            if (Effect.STRIPE_INTENT.equals(each.getString("name"))) {
                                intents.add(value.strip());
                            } else {
                                options.put(each.getString("name"), value);
                            }
                        })
                .read(
                        Map.of(Column.VALUE, "other.meta_value"),
                        SHARED,
                        each -> shared.add(Objects.requireNonNullElse(each.getString("value"), "")
                                .strip()))
                .run(sql);
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
     * The move of an order from one status to another.
     *
     * @param transaction the ID of the payment that paid it, which sets its date of payment too
     */
    record Move(String from, Status to, Optional<String> transaction) {}

    /**
     * Moves the order if it still has the status that was decided upon, and counts its new notes; the method and all of
     * WooCommerce's own flags stay as they are. The first date of payment stays, since an order is paid once. Without {@code
     * date_updated_gmt} WooCommerce would never copy the change to where it keeps copies of orders.
     */
    void move(OrderWrites writes, OrderId id, Move move, int notes) {
        writes.sql(tables.sql("""
                        UPDATE {wc_orders} o LEFT JOIN {wc_order_operational_data} p ON p.order_id = o.id
                          LEFT JOIN {posts} c ON c.ID = o.id
                        SET o.status = :to, o.transaction_id = COALESCE(:transaction, o.transaction_id),
                          o.date_updated_gmt = UTC_TIMESTAMP(), c.comment_count = c.comment_count + :notes,
                          p.date_paid_gmt = IF(:paid, COALESCE(p.date_paid_gmt, UTC_TIMESTAMP()), p.date_paid_gmt)
                        WHERE o.id = :id AND o.type = 'shop_order' AND o.status = :from"""))
                .param("to", OrderStatuses.stored(move.to()))
                .param("transaction", move.transaction().orElse(null))
                .param("paid", move.transaction().isPresent())
                .param("notes", notes)
                .param("id", id.number())
                .param("from", move.from())
                .updateOr(() -> Failures.transientOne(
                        "order-moved",
                        "Order " + id.number() + " is no longer " + move.from()
                                + ". Another program moved it; the worker tries again",
                        Optional.empty(),
                        null));
    }

    /** Counts the new notes of an order that stays where it is. */
    void noted(OrderWrites writes, OrderId id, int notes) {
        writes.sql(tables.sql("UPDATE {posts} SET comment_count = comment_count + ? WHERE ID = ?"))
                .params(notes, id.number())
                .update();
    }
}
