package dev.payonce.woocommerce;

import dev.payonce.ledger.OverdueOrders;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.RowCallbackHandler;

/** The overdue orders of a shop, by the ledger and WooCommerce's own tables (HPOS). Holds no lock. */
public final class MySqlOverdueOrders implements OverdueOrders {

    private static final String OVERDUE = """
            SELECT order_id, next_refresh FROM {payonce_refresh}
            WHERE store = :store AND next_refresh < :before
              AND (next_refresh > :look OR next_refresh = :look AND order_id > :order)
            ORDER BY next_refresh, order_id LIMIT :most""";

    /** The index of dates ends with the primary key, as each secondary index of InnoDB does: no row is sorted. */
    static final String SAVED = """
            SELECT id, type, status, date_updated_gmt FROM {wc_orders} FORCE INDEX (date_updated)
            WHERE date_updated_gmt > :updated OR date_updated_gmt = :updated AND id > :order
            ORDER BY date_updated_gmt, id LIMIT :rows""";

    static final String MOVED = """
            SELECT o.id, d.order_key, p.order_key AS paid_key
            FROM {wc_orders} o FORCE INDEX (PRIMARY)
            JOIN {wc_order_operational_data} d ON d.order_id = o.id
            JOIN {payonce_ledger} p ON p.store = :store AND p.order_id = o.id AND p.entry LIKE 'paid%'
            WHERE o.id IN (:orders)
              AND NOT EXISTS (SELECT 1 FROM {payonce_ledger} m WHERE m.store = :store AND m.order_id = o.id
                                AND m.seq > p.seq AND m.entry LIKE 'status:%')""";

    /** The most orders that one read holds against the ledger. */
    static final int ROWS = 1_000;

    /** The time that the first round reads back. */
    static final Duration FIRST_ROUND = Duration.ofDays(30);

    private static final Set<Status> UNPAID = Set.of(Status.PENDING, Status.FAILED, Status.ON_HOLD, Status.CANCELLED);

    private final Database database;
    private final Clock clock;
    private final String store;
    private final boolean shadow;
    private final TableNames tables;
    private final LedgerTable ledgers;
    private final UnassignedTable unassigned;

    public MySqlOverdueOrders(Database database, StoreSettings settings, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.store = settings.store();
        this.shadow = settings.shadow();
        this.tables = new TableNames(settings);
        this.ledgers = new LedgerTable(tables);
        this.unassigned = new UnassignedTable(tables);
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
    public StaleWrites staleWrites(Cursor after, int most) {
        List<Saved> page = shadow ? List.of() : saved(after); // Shadow mode moves no order, so no writer can undo it.
        if (page.isEmpty()) {
            return new StaleWrites(List.of(), after, false);
        }
        Set<Long> moved =
                moved(page.stream().filter(Saved::unpaid).map(Saved::order).toList());
        List<Saved> stale = page.stream()
                .filter(each -> moved.contains(each.order()))
                .limit(most)
                .toList();
        boolean cut = stale.size() == most;
        Saved last = cut ? stale.getLast() : page.getLast();
        return new StaleWrites(
                stale.stream().map(each -> new OrderId(store, each.order())).toList(),
                new Cursor(last.updated(), last.order()),
                cut || page.size() == ROWS);
    }

    private record Saved(long order, boolean unpaid, Instant updated) {}

    private List<Saved> saved(Cursor after) {
        Cursor from = after.equals(Cursor.START) ? new Cursor(clock.instant().minus(FIRST_ROUND), 0) : after;
        return answered(() -> database.sql()
                .sql(tables.sql(SAVED))
                .param("updated", Utc.of(from.updated()))
                .param("order", from.order())
                .param("rows", ROWS)
                .query((row, _) -> new Saved(
                        row.getLong("id"),
                        "shop_order".equals(row.getString("type"))
                                && UNPAID.contains(OrderStatuses.of(String.valueOf(row.getString("status")))),
                        Utc.read(row, "date_updated_gmt").orElseThrow()))
                .list());
    }

    /** Returns the orders whose key matches: a reused order number names another order. */
    private Set<Long> moved(List<Long> orders) {
        Set<Long> moved = new HashSet<>();
        if (!orders.isEmpty()) {
            RowCallbackHandler collect = row -> {
                String key = Optional.ofNullable(row.getString("order_key")).orElse("");
                if (Fingerprint.ofOrderKey(key).equals(row.getString("paid_key"))) {
                    moved.add(row.getLong("id"));
                }
            };
            answered(() -> {
                database.sql()
                        .sql(tables.sql(MOVED))
                        .param("store", store)
                        .param("orders", orders)
                        .query(collect);
                return moved;
            });
        }
        return moved;
    }

    @Override
    public int unassigned(Instant before) {
        return answered(() -> unassigned.count(database.sql(), store, before));
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
