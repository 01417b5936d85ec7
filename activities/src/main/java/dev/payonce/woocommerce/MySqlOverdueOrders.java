package dev.payonce.woocommerce;

import dev.payonce.ledger.OverdueOrders;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/** Finds what nobody looks after, in the ledger and in WooCommerce's own tables (HPOS). Holds no lock. */
public final class MySqlOverdueOrders implements OverdueOrders {

    private static final String OVERDUE = """
            SELECT order_id, next_refresh FROM {payonce_refresh}
            WHERE store = :store AND next_refresh < :before
              AND (next_refresh > :look OR next_refresh = :look AND order_id > :order)
            ORDER BY next_refresh, order_id LIMIT :most""";

    /**
     * Whoever undid it wrote the date, as everything does that saves an order; orders that failed long ago are many, and
     * are not read again in every round.
     */
    private static final String UNDONE = """
            SELECT o.id, d.order_key, p.order_key AS paid_key
            FROM {wc_orders} o
            JOIN {wc_order_operational_data} d ON d.order_id = o.id
            JOIN {payonce_ledger} p ON p.store = :store AND p.order_id = o.id AND p.entry LIKE 'paid%'
            WHERE o.type = 'shop_order' AND o.status IN ('wc-pending', 'wc-failed') AND o.id > :after
              AND o.date_updated_gmt > UTC_TIMESTAMP() - INTERVAL 30 DAY
              AND NOT EXISTS (SELECT 1 FROM {payonce_ledger} m WHERE m.store = :store AND m.order_id = o.id
                                AND m.seq > p.seq AND m.entry LIKE 'moved:%')
            ORDER BY o.id LIMIT :most""";

    private final Database database;
    private final String store;
    private final boolean shadow;
    private final TableNames tables;

    public MySqlOverdueOrders(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.shadow = settings.shadow();
        this.tables = new TableNames(settings);
    }

    @Override
    public List<Overdue> overdue(Instant before, Overdue after, int most) {
        return answered(() -> database.sql()
                .sql(tables.sql(OVERDUE))
                .param("store", store)
                .param("before", Utc.of(before))
                .param("look", Utc.of(after.nextRefresh()))
                .param("order", after.order())
                .param("most", most)
                .query((row, _) -> new Overdue(
                        row.getLong("order_id"), Utc.read(row, "next_refresh").orElseThrow()))
                .list());
    }

    @Override
    public List<OrderId> undone(long after, int most) {
        List<OrderId> undone = new ArrayList<>();
        if (shadow) {
            return undone; // Nothing was done that somebody could undo.
        }
        List<Candidate> page;
        long last = after;
        do {
            page = candidates(last, most);
            page.stream()
                    .filter(Candidate::sameOrder)
                    .map(candidate -> new OrderId(store, candidate.order()))
                    .filter(order -> !undone.contains(order))
                    .forEach(undone::add);
            last = page.isEmpty() ? last : page.getLast().order();
        } while (page.size() == most && undone.isEmpty());
        return undone;
    }

    /** An order number that was given out again names an order that nobody has paid. */
    private record Candidate(long order, String key, String paidKey) {
        boolean sameOrder() {
            return Fingerprint.ofOrderKey(key).equals(paidKey);
        }
    }

    private List<Candidate> candidates(long after, int most) {
        return answered(() -> database.sql()
                .sql(tables.sql(UNDONE))
                .param("store", store)
                .param("after", after)
                .param("most", most)
                .query((row, _) -> new Candidate(
                        row.getLong("id"),
                        Optional.ofNullable(row.getString("order_key")).orElse(""),
                        row.getString("paid_key")))
                .list());
    }

    private static <T> T answered(Supplier<T> query) {
        try {
            return query.get();
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }
}
