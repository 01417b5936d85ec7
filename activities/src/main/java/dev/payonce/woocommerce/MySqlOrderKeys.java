package dev.payonce.woocommerce;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.order.OrderKeys;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/**
 * The reader of order keys where WooCommerce keeps them (HPOS). Needs neither lock nor transaction: an order's key
 * never changes.
 */
public final class MySqlOrderKeys implements OrderKeys {

    private static final String KEY = """
            SELECT p.order_key FROM {wc_orders} o JOIN {wc_order_operational_data} p ON p.order_id = o.id
            WHERE o.id = ? AND o.type = 'shop_order' AND p.order_key IS NOT NULL""";

    private final Database database;
    private final String statement;

    public MySqlOrderKeys(Database database, StoreSettings settings) {
        this.database = database;
        this.statement = new TableNames(settings).sql(KEY);
    }

    @Override
    public Optional<String> raw(OrderId order, String fingerprint) {
        try {
            return database.sql()
                    .sql(statement)
                    .param(order.number())
                    .query(String.class)
                    .optional()
                    .filter(key -> Fingerprint.ofOrderKey(key).equals(fingerprint));
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }
}
