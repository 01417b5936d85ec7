package dev.payonce.woocommerce;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.ledger.OverdueOrders;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The overdue orders of a shop, by the ledger and either of the shop's storages. Holds no lock. */
public final class MySqlOverdueOrders implements OverdueOrders {

    private static final String OVERDUE = """
            SELECT order_id, next_refresh FROM {payonce_refresh}
            WHERE store = :store AND next_refresh < :before
              AND (next_refresh > :refresh OR next_refresh = :refresh AND order_id > :order)
            ORDER BY next_refresh, order_id LIMIT :most""";

    /** The most orders that one read holds against the ledger. */
    static final int ROWS = 1_000;

    /** The time that the first round reads back. */
    static final Duration FIRST_ROUND = Duration.ofDays(30);

    /** The statuses in which others may have put an order that Payonce paid, or held. */
    private static final Set<Status> MOVED = Set.of(
            Status.PENDING, Status.FAILED, Status.ON_HOLD, Status.CANCELLED, Status.PROCESSING, Status.COMPLETED);

    private final Database database;
    private final Clock clock;
    private final StoreSettings settings;
    private final String store;
    private final TableNames tables;
    private final LedgerTable ledgers;
    private final StoreTable shop;

    public MySqlOverdueOrders(Database database, StoreSettings settings, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.store = settings.store();
        this.tables = new TableNames(settings);
        this.ledgers = new LedgerTable(tables);
        this.shop = new StoreTable(settings);
    }

    @Override
    public List<Overdue> overdue(Instant before, Overdue after, int most) {
        return answered(() -> database.sql()
                .sql(tables.sql(OVERDUE))
                .param("store", store)
                .param("before", Utc.text(before))
                .param("refresh", Utc.text(after.nextRefresh()))
                .param("order", after.order())
                .param("most", most)
                .query((row, _) -> new Overdue(
                        row.getLong("order_id"), Utc.read(row, "next_refresh").orElseThrow()))
                .list());
    }

    @Override
    public StaleWrites staleWrites(Cursor after, int most) {
        // Shadow mode moves no order, so no writer can undo it.
        return settings.shadow()
                ? new StaleWrites(List.of(), after, false)
                : answered(() -> {
                    boolean hpos = shop.shop(database.sql()).hpos();
                    OrderSearch search = new OrderSearch(database, settings, OrderQueries.of(hpos));
                    return staleWrites(search, hpos, after, most);
                });
    }

    /** Orders in tables are read on from the last round's end; unpaid posts are read from the first one in each round. */
    private StaleWrites staleWrites(OrderSearch search, boolean hpos, Cursor after, int most) {
        Instant oldest = clock.instant().minus(FIRST_ROUND);
        Cursor from = after.equals(Cursor.START) ? new Cursor(oldest, 0) : after;
        List<OrderSearch.Saved> page = search.saved(from.updated(), from.order(), oldest, ROWS);
        Cursor end = hpos ? after : Cursor.START;
        if (page.isEmpty()) {
            return new StaleWrites(List.of(), end, false);
        }
        Set<Long> moved = search.movedFromPaid(
                store,
                page.stream()
                        .filter(MySqlOverdueOrders::mayBeMoved)
                        .map(OrderSearch.Saved::order)
                        .toList());
        List<OrderSearch.Saved> stale = page.stream()
                .filter(each -> moved.contains(each.order()))
                .limit(most)
                .toList();
        boolean cut = stale.size() == most;
        boolean more = cut || page.size() == ROWS;
        OrderSearch.Saved last = cut ? stale.getLast() : page.getLast();
        return new StaleWrites(
                stale.stream().map(each -> new OrderId(store, each.order())).toList(),
                hpos || more ? new Cursor(last.updated(), last.order()) : end,
                more);
    }

    private static boolean mayBeMoved(OrderSearch.Saved saved) {
        return saved.type().equals("shop_order") && MOVED.contains(OrderStatuses.of(saved.status()));
    }

    @Override
    public Set<String> recorded(String gateway, Set<String> ids) {
        return answered(() -> ledgers.owners(database.sql(), store, Set.of(gateway), ExternalIds.of(ids))
                .keySet());
    }
}
