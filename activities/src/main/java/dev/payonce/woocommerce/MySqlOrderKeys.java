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
    private final OrderSearch inTables;
    private final OrderSearch amongPosts;

    public MySqlOrderKeys(Database database, StoreSettings settings) {
        this.database = database;
        this.store = new StoreTable(settings);
        this.inTables = new OrderSearch(database, settings, OrderQueries.TABLES);
        this.amongPosts = new OrderSearch(database, settings, OrderQueries.POSTS);
    }

    @Override
    public Optional<String> raw(OrderId order, String fingerprint) {
        return answered(() -> {
            OrderSearch search = store.shop(database.sql()).hpos() ? inTables : amongPosts;
            return search.rawKey(database.sql(), order.number())
                    .filter(key -> Fingerprint.ofOrderKey(key).equals(fingerprint));
        });
    }
}
