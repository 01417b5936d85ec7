package dev.payonce.woocommerce;

import dev.payonce.ledger.OverdueOrders;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;

/** Finds what nobody looks after, in the ledger and in WooCommerce's own tables (HPOS). Holds no lock. */
public final class MySqlOverdueOrders implements OverdueOrders {

    private static final String OVERDUE = """
            SELECT order_id, next_look FROM {payonce_refresh}
            WHERE store = :store AND next_look < :before
              AND (next_look > :look OR next_look = :look AND order_id > :order)
            ORDER BY next_look, order_id LIMIT :most""";

    /** Every secondary index of InnoDB ends with the primary key, so one status is read in the order of its numbers. */
    static final String WAITING = """
            SELECT id FROM {wc_orders} FORCE INDEX (status)
            WHERE status = :status AND id > :after ORDER BY id LIMIT :rows""";

    /**
     * Whoever undid it wrote the date, as everything does that saves an order; orders that failed long ago are many, and
     * are not held against the ledger in every round.
     */
    static final String UNDONE = """
            SELECT o.id, d.order_key, p.order_key AS paid_key
            FROM {wc_orders} o FORCE INDEX (PRIMARY)
            JOIN {wc_order_operational_data} d ON d.order_id = o.id
            JOIN {payonce_ledger} p ON p.store = :store AND p.order_id = o.id AND p.entry LIKE 'paid%'
            WHERE o.id IN (:orders) AND o.type = 'shop_order' AND o.status IN ('wc-pending', 'wc-failed')
              AND o.date_updated_gmt > UTC_TIMESTAMP() - INTERVAL 30 DAY
              AND NOT EXISTS (SELECT 1 FROM {payonce_ledger} m WHERE m.store = :store AND m.order_id = o.id
                                AND m.seq > p.seq AND m.entry LIKE 'moved:%')""";

    /** As many orders are held against the ledger by one statement. */
    static final int ROWS = 500;

    private final Database database;
    private final String store;
    private final boolean observed;
    private final TableNames tables;
    private final LedgerTable ledgers;

    public MySqlOverdueOrders(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.observed = settings.observed();
        this.tables = new TableNames(settings);
        this.ledgers = new LedgerTable(tables);
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
                        row.getLong("order_id"), Utc.read(row, "next_look").orElseThrow()))
                .list());
    }

    @Override
    public List<OrderId> undone(long after, int most) {
        if (observed) {
            return List.of(); // Nothing was done that somebody could undo.
        }
        return Stream.of("wc-pending", "wc-failed")
                .flatMap(status -> undone(status, after, most).stream())
                .distinct()
                .sorted()
                .limit(most)
                .map(order -> new OrderId(store, order))
                .toList();
    }

    private Set<Long> undone(String status, long after, int most) {
        Set<Long> undone = new TreeSet<>();
        List<Long> page;
        long last = after;
        do {
            page = waiting(status, last);
            if (!page.isEmpty()) {
                candidates(page).stream().filter(Candidate::sameOrder).forEach(each -> undone.add(each.order()));
                last = page.getLast();
            }
        } while (page.size() == ROWS && undone.size() < most);
        return undone;
    }

    private List<Long> waiting(String status, long after) {
        return answered(() -> database.sql()
                .sql(tables.sql(WAITING))
                .param("status", status)
                .param("after", after)
                .param("rows", ROWS)
                .query(Long.class)
                .list());
    }

    /** An order number that was given out again names an order that nobody has paid. */
    private record Candidate(long order, String key, String paidKey) {
        boolean sameOrder() {
            return Fingerprint.ofOrderKey(key).equals(paidKey);
        }
    }

    private List<Candidate> candidates(List<Long> orders) {
        return answered(() -> database.sql()
                .sql(tables.sql(UNDONE))
                .param("store", store)
                .param("orders", orders)
                .query((row, _) -> new Candidate(
                        row.getLong("id"),
                        Optional.ofNullable(row.getString("order_key")).orElse(""),
                        row.getString("paid_key")))
                .list());
    }

    @Override
    public Set<String> recorded(String gateway, Set<String> ids) {
        return answered(() -> ledgers.owners(database.sql(), store, Set.of(gateway), ExternalIds.of(ids))
                .keySet());
    }

    private static <T> T answered(Supplier<T> query) {
        try {
            return query.get();
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }
}
