package dev.payonce.woocommerce;

import dev.payonce.payment.Answer;
import dev.payonce.payment.Replays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** Reads requests by their keys, one statement each. Needs neither lock nor transaction: a final answer stays. */
public final class MySqlReplays implements Replays {

    private static final String BY_KEY = """
            SELECT order_id, fingerprint, operation, status, answer FROM {payonce_request}
            WHERE store = ? AND idempotency_key = ?""";

    private final Database database;
    private final String store;
    private final String statement;

    public MySqlReplays(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.statement = new Tables(settings).sql(BY_KEY);
    }

    @Override
    public Optional<Replay> of(String key) {
        try {
            return database.sql()
                    .sql(statement)
                    .params(store, key)
                    .query(MySqlReplays::row)
                    .optional();
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }

    /** The status says whether the answer is the last one; one without it is only what was known then. */
    private static Replay row(ResultSet row, int number) throws SQLException {
        boolean answered = row.getObject("status") != null;
        Optional<Answer> latest = Optional.ofNullable(row.getString("answer"))
                .map(RequestTable::answer)
                .filter(answer -> answer.isFinal() == answered);
        return new Replay(row.getLong("order_id"), row.getString("fingerprint"), row.getInt("operation"), latest);
    }
}
