package dev.payonce.woocommerce;

import dev.payonce.payment.Cursors;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/** In the store's own row, as JSON: {@code {"stripe": "2026-11-25T10:00:00Z"}}. */
public final class MySqlCursors implements Cursors {

    private final Database database;
    private final String store;
    private final Tables tables;

    public MySqlCursors(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.tables = new Tables(settings);
    }

    @Override
    public Optional<Instant> of(String account) {
        return answered(() -> database.sql()
                .sql(tables.sql(
                        "SELECT JSON_UNQUOTE(JSON_EXTRACT(cursors, ?)) AS at FROM {payonce_store} WHERE store = ?"))
                .params(path(account), store)
                .query((row, _) -> Optional.ofNullable(row.getString("at")).map(Instant::parse))
                .optional()
                .flatMap(at -> at));
    }

    @Override
    public void move(String account, Instant to) {
        answered(() -> database.sql()
                .sql(tables.sql("UPDATE {payonce_store} SET cursors = JSON_SET(cursors, ?, ?) WHERE store = ?"))
                .params(path(account), to.toString(), store)
                .update());
    }

    /** Quoted, for an account's name may have a dash. */
    private static String path(String account) {
        return "$.\"" + account + "\"";
    }

    private static <T> T answered(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }
}
