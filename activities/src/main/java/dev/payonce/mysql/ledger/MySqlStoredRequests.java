package dev.payonce.mysql.ledger;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.ledger.StoredRequest;
import dev.payonce.ledger.StoredRequests;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import java.util.Optional;

/**
 * The reader of requests by their keys, one statement each. Needs neither lock nor transaction: a final answer stays.
 */
public final class MySqlStoredRequests implements StoredRequests {

    private static final String BY_KEY =
            "SELECT " + RequestTable.COLUMNS + " FROM {payonce_request} WHERE store = ? AND idempotency_key = ?";

    private final Database database;
    private final String store;
    private final String statement;

    public MySqlStoredRequests(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.statement = new TableNames(settings).sql(BY_KEY);
    }

    @Override
    public Optional<StoredRequest> of(String key) {
        return answered(() -> database.sql()
                .sql(statement)
                .params(store, key)
                .query(RequestTable::row)
                .optional());
    }
}
