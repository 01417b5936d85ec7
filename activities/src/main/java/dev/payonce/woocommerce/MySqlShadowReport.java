package dev.payonce.woocommerce;

import dev.payonce.ledger.Entry;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.shadow.ShadowFinding;
import dev.payonce.shadow.ShadowReport;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what was observed, and the orders as they are now. Locks nothing. */
public final class MySqlShadowReport implements ShadowReport {

    private static final String OBSERVED = """
            SELECT DISTINCT order_id FROM {payonce_ledger}
            WHERE store = ? AND order_id > ? ORDER BY order_id LIMIT ?""";

    private final Database database;
    private final String store;
    private final TableNames tables;
    private final LedgerTable ledgers;

    public MySqlShadowReport(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.tables = new TableNames(settings);
        this.ledgers = new LedgerTable(tables);
    }

    @Override
    public List<ShadowFinding> after(long after, int most) {
        JdbcClient sql = database.sql();
        try {
            return sql
                    .sql(tables.sql(OBSERVED))
                    .params(store, after, most)
                    .query((row, _) -> new OrderId(store, row.getLong("order_id")))
                    .list()
                    .stream()
                    .map(order -> compare(sql, order))
                    .toList();
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }

    /** Where a number named more than one order, the one that it names now. */
    private ShadowFinding compare(JdbcClient sql, OrderId id) {
        List<LedgerTable.Row> rows = ledgers.rows(sql, id);
        Optional<Order> order = sql.sql(tables.sql(StoredOrder.READ))
                .param(id.number())
                .query(StoredOrder::read)
                .optional()
                .map(stored -> stored.order(id, Long.toString(id.number()), ExternalIds.NONE, ExternalIds.NONE));
        String key = order.map(Order::key).orElse(rows.getLast().orderKey());
        List<Entry> lines = rows.stream()
                .filter(row -> row.orderKey().equals(key))
                .map(row -> row.line().entry())
                .toList();
        return ShadowFinding.of(id.number(), lines, order);
    }
}
