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
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reader of what is in flight: orders with a next refresh, and orders whose effects PHP has not finished. */
public final class MySqlOpenWork implements OpenWork {

    private static final String REFRESHED = "SELECT order_id FROM {payonce_refresh} WHERE store = ?";

    private static final String EFFECTS = """
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

    @Override
    public Page read(int most) {
        return answered(() -> {
            JdbcClient sql = database.sql();
            Map<Long, Long> effects = new TreeMap<>();
            sql.sql(tables.sql(REFRESHED)).param(store).query(row -> {
                effects.put(row.getLong("order_id"), 0L);
            });
            if (!shop.shop(sql).pluginTables().isEmpty()) {
                sql.sql(tables.sql(EFFECTS)).query(row -> {
                    effects.put(row.getLong("order_id"), row.getLong("effects"));
                });
            }
            return new Page(
                    effects.entrySet().stream()
                            .limit(most)
                            .map(each -> open(sql, each.getKey(), each.getValue()))
                            .toList(),
                    effects.size());
        });
    }

    /** Reads the ledger of the order that has the number now. */
    private OpenOrder open(JdbcClient sql, long number, long effects) {
        List<LedgerTable.Row> rows = ledgers.rows(sql, new OrderId(store, number));
        String key = LedgerTable.lastKey(rows).orElse("");
        return OpenOrder.of(number, Ledger.of(LedgerTable.entries(rows, key)), effects);
    }
}
