package dev.payonce.woocommerce;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OpenOrder;
import dev.payonce.ledger.OpenWork;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.order.OrderId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reader of what is in flight: orders with a next refresh, and orders whose effects PHP has not finished. */
public final class MySqlOpenWork implements OpenWork {

    private static final String REFRESHED = "SELECT order_id, 0 AS effects FROM {payonce_refresh} WHERE store = :store";

    private static final String EFFECTS = """

            UNION ALL
            SELECT order_id, COUNT(*) AS effects FROM {plugin_effect} WHERE state IN (0, 1, 3) GROUP BY order_id""";

    private final Database database;
    private final String store;
    private final TableNames tables;
    private final LedgerTable ledgers;
    private final StoreTable shop;

    public MySqlOpenWork(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.tables = new TableNames(settings);
        this.ledgers = new LedgerTable(tables);
        this.shop = new StoreTable(settings);
    }

    private record Row(long order, long effects, int orders) {}

    @Override
    public Page read(int most) {
        return answered(() -> {
            JdbcClient sql = database.sql();
            String kinds = shop.shop(sql).pluginTables().isEmpty() ? REFRESHED : REFRESHED + EFFECTS;
            // The server counts all orders, and sends those of one page.
            List<Row> rows = sql.sql(
                            tables.sql("SELECT order_id, SUM(effects) AS effects, COUNT(*) OVER () AS orders FROM ("
                                    + kinds + ") AS each_kind GROUP BY order_id ORDER BY order_id LIMIT :most"))
                    .param("store", store)
                    .param("most", most)
                    .query((row, _) -> new Row(row.getLong("order_id"), row.getLong("effects"), row.getInt("orders")))
                    .list();
            return new Page(
                    rows.stream()
                            .map(row -> open(sql, row.order(), row.effects()))
                            .toList(),
                    rows.isEmpty() ? 0 : rows.getFirst().orders());
        });
    }

    /** Reads the ledger of the order that has the number now. */
    private OpenOrder open(JdbcClient sql, long number, long effects) {
        List<LedgerTable.Row> rows = ledgers.rows(sql, new OrderId(store, number));
        String key = LedgerTable.lastKey(rows).orElse("");
        return OpenOrder.of(number, Ledger.of(LedgerTable.entries(rows, key)), effects);
    }
}
