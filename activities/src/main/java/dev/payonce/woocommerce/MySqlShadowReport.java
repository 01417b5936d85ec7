package dev.payonce.woocommerce;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.ledger.Entry;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.shadow.ShadowCoverage;
import dev.payonce.shadow.ShadowFinding;
import dev.payonce.shadow.ShadowFinding.Unseen;
import dev.payonce.shadow.ShadowReport;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reader of the shadow ledger and of the orders as they are now, in either storage. Locks nothing. */
public final class MySqlShadowReport implements ShadowReport {

    private static final String OBSERVED = """
            SELECT DISTINCT order_id FROM {payonce_ledger}
            WHERE store = ? AND order_id > ? ORDER BY order_id LIMIT ?""";

    private final Database database;
    private final String store;
    private final TableNames tables;
    private final LedgerTable ledgers;
    private final UnassignedTable unassigned;
    private final StoreTable shop;

    public MySqlShadowReport(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.tables = new TableNames(settings);
        this.ledgers = new LedgerTable(tables);
        this.unassigned = new UnassignedTable(tables);
        this.shop = new StoreTable(settings);
    }

    @Override
    public List<ShadowFinding> after(Span span, long after, int most) {
        return answered(() -> {
            JdbcClient sql = database.sql();
            boolean hpos = shop.shop(sql).hpos();
            OrderReader reader = hpos ? new OrderTable(tables) : new PostOrderTable(tables);
            TreeSet<Long> numbers = new TreeSet<>(new PaidOrders(sql, tables, hpos).numbers(span, after, most));
            numbers.addAll(sql.sql(tables.sql(OBSERVED))
                    .params(store, after, most)
                    .query(Long.class)
                    .list());
            boolean otherSite = unassigned.otherSites(sql, store, span.to()) > 0;
            return numbers.stream()
                    .limit(most)
                    .map(number -> compare(sql, reader, new OrderId(store, number), otherSite))
                    .toList();
        });
    }

    @Override
    public ShadowCoverage coverage(Span span) {
        return answered(() -> {
            JdbcClient sql = database.sql();
            PaidOrders.Counted counted =
                    new PaidOrders(sql, tables, shop.shop(sql).hpos()).counted(span, store);
            return new ShadowCoverage(
                    counted.paid(), counted.seen(), counted.withoutId(), unassigned.otherSites(sql, store, span.to()));
        });
    }

    /** Compares; where a number named more than one order, the present one counts. */
    private ShadowFinding compare(JdbcClient sql, OrderReader reader, OrderId id, boolean otherSite) {
        List<LedgerTable.Row> rows = ledgers.rows(sql, id);
        Optional<Order> order = reader.find(sql, id, OrderReader.Row.READ)
                .read(sql, new StoreQuery(tables))
                .order();
        String key = order.map(Order::key).or(() -> LedgerTable.lastKey(rows)).orElse("");
        List<Entry> lines = LedgerTable.entries(rows, key);
        ShadowFinding finding = ShadowFinding.of(id.number(), lines, order);
        return finding.verdict() == ShadowFinding.Verdict.PAID_UNSEEN
                ? finding.because(unseen(sql, order.orElseThrow(), otherSite))
                : finding;
    }

    private Unseen unseen(JdbcClient sql, Order order, boolean otherSite) {
        if (order.externalIds().none()) {
            return Unseen.NO_GATEWAY;
        }
        if (unassigned.hasAny(sql, store, order.externalIds())) {
            return Unseen.NO_ORDER_KEY;
        }
        return otherSite ? Unseen.OTHER_SITE : Unseen.NO_WEBHOOK;
    }
}
