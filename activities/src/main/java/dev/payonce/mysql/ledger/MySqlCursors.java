package dev.payonce.mysql.ledger;

import static dev.payonce.mysql.SqlErrors.answered;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.payonce.ledger.Cursors;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.workflow.PayloadConverter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cursors in the store's own row, as JSON: {@code {"stripe": "2026-11-25T10:00:00Z"}}. */
public final class MySqlCursors implements Cursors {

    private static final TypeReference<Map<String, Instant>> CURSORS = new TypeReference<>() {};

    private final Database database;
    private final String store;
    private final TableNames tables;

    public MySqlCursors(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.tables = new TableNames(settings);
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

    /** Returns the cursor of each account that has one, by one statement. */
    Map<String, Instant> all() {
        return answered(() -> database.sql()
                .sql(tables.sql("SELECT cursors FROM {payonce_store} WHERE store = ?"))
                .param(store)
                .query((row, _) -> read(row.getString("cursors")))
                .optional()
                .orElse(Map.of()));
    }

    @Override
    public void move(String account, Instant to) {
        answered(() -> database.sql()
                .sql(tables.sql("UPDATE {payonce_store} SET cursors = JSON_SET(cursors, ?, ?) WHERE store = ?"))
                .params(path(account), to.toString(), store)
                .update());
    }

    /** Reads the whole column; nothing for a store without a row. */
    static Map<String, Instant> read(@Nullable String json) {
        try {
            return json == null ? Map.of() : PayloadConverter.JSON.readValue(json, CURSORS);
        } catch (JsonProcessingException edited) {
            throw new IllegalStateException("payonce_store.cursors is no object of times", edited);
        }
    }

    /** Returns the JSON path, quoted, since an account's name may have a dash. */
    private static String path(String account) {
        return "$.\"" + account + "\"";
    }
}
