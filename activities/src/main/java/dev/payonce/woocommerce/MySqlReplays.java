package dev.payonce.woocommerce;

import dev.payonce.payment.Remembered;
import dev.payonce.payment.Replays;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** Reads requests by their keys, one statement each. Needs neither lock nor transaction: a final answer stays. */
public final class MySqlReplays implements Replays {

    private static final String BY_KEY =
            "SELECT " + RequestTable.COLUMNS + " FROM {payonce_request} WHERE store = ? AND idempotency_key = ?";

    private final Database database;
    private final String store;
    private final String statement;

    public MySqlReplays(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.statement = new Tables(settings).sql(BY_KEY);
    }

    @Override
    public Optional<Remembered> of(String key) {
        try {
            return database.sql()
                    .sql(statement)
                    .params(store, key)
                    .query(RequestTable::row)
                    .optional();
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }
}
