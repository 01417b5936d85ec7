package dev.payonce.woocommerce;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.order.OrderKeys;
import java.util.Optional;

/**
 * The reader of order keys in either of the shop's storages, and of charges' details in the ledger. It needs neither lock nor
 * transaction: an order's key never changes, and a charge's details stay until an administrator erases them.
 */
public final class MySqlOrderKeys implements OrderKeys {

    private final Database database;
    private final StoreGuard guard;
    private final StoreSettings settings;
    private final LedgerTable ledger;

    /** @param guard knows the shop's storage once it is pinned; before that nothing is sent */
    public MySqlOrderKeys(Database database, StoreSettings settings, StoreGuard guard) {
        this.database = database;
        this.guard = guard;
        this.settings = settings;
        this.ledger = new LedgerTable(new TableNames(settings));
    }

    @Override
    public Optional<String> raw(OrderId order, String fingerprint) {
        return answered(() -> new OrderSearch(database, settings, queries())
                .rawKey(database.sql(), order.number())
                .filter(key -> Fingerprint.ofOrderKey(key).equals(fingerprint)));
    }

    @Override
    public ForCharge charge(OrderId order, String fingerprint, int operation) {
        String rawKey = queries().rawKey();
        ForCharge read = answered(() -> ledger.forCharge(database.sql(), rawKey, order, fingerprint, operation));
        return new ForCharge(
                read.rawKey().filter(key -> Fingerprint.ofOrderKey(key).equals(fingerprint)), read.details());
    }

    private OrderQueries queries() {
        return OrderQueries.of(guard.pinned().hpos());
    }
}
