package dev.payonce.woocommerce;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.order.OrderKeys;
import java.util.Optional;

/**
 * The reader of order keys, in either of the shop's storages. Needs neither lock nor transaction: an order's key
 * never changes.
 */
public final class MySqlOrderKeys implements OrderKeys {

    private final Database database;
    private final StoreTable store;
    private final StoreSettings settings;

    public MySqlOrderKeys(Database database, StoreSettings settings) {
        this.database = database;
        this.store = new StoreTable(settings);
        this.settings = settings;
    }

    @Override
    public Optional<String> raw(OrderId order, String fingerprint) {
        return answered(() -> {
            boolean hpos = store.shop(database.sql()).hpos();
            return new OrderSearch(database, settings, OrderQueries.of(hpos))
                    .rawKey(database.sql(), order.number())
                    .filter(key -> Fingerprint.ofOrderKey(key).equals(fingerprint));
        });
    }
}
