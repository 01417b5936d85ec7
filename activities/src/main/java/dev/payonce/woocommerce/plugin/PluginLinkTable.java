package dev.payonce.woocommerce.plugin;

import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code payonce_link}: by it the plugin knows that Payonce is there, whose shop this is and how orders are
 * locked.
 */
public final class PluginLinkTable {

    private static final String UPSERT = """
            INSERT INTO {plugin_link} (store, site, lock_kind, lock_name, features, version, live, order_page, seen_at)
            VALUES (:store, :site, :kind, :name, 'save', :version, :live, :page, UTC_TIMESTAMP(6))
            ON DUPLICATE KEY UPDATE site = :site, lock_kind = :kind, lock_name = :name, features = 'save', version = :version,
              live = :live, order_page = :page, seen_at = UTC_TIMESTAMP(6)""";

    private static final String OVERDUE = """
            SELECT COUNT(*) FROM {plugin_effect}
            WHERE state IN (0, 1) AND created_at < UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE""";

    private static final String AGE = """
            SELECT COALESCE(TIMESTAMPDIFF(SECOND, MIN(created_at), UTC_TIMESTAMP(6)), 0) FROM {plugin_effect}
            WHERE state IN (0, 1)""";

    private static final String UNFINISHED = "SELECT COUNT(*) FROM {plugin_effect} WHERE state IN (0, 1, 3)";

    private static final String REJECTED = "SELECT COUNT(*) FROM {plugin_effect} WHERE state = 3";

    private final TableNames tables;
    private final StoreSettings settings;

    public PluginLinkTable(StoreSettings settings) {
        this.tables = new TableNames(settings);
        this.settings = settings;
    }

    /**
     * The Payonce that runs.
     *
     * @param live true with real money
     * @param orderPage address of an order's page for operators, with {@code {order}} in it; empty without one
     */
    public record Running(String version, boolean live, String orderPage) {}

    /**
     * Says that Payonce is there.
     *
     * @param site fingerprint of the shop's address
     */
    public void write(JdbcClient sql, String site, Running running) {
        sql.sql(tables.sql(UPSERT))
                .param("store", settings.store())
                .param("site", site)
                .param("kind", settings.lock().name().toLowerCase(Locale.ROOT))
                .param("name", settings.lockName())
                .param("version", running.version())
                .param("live", running.live())
                .param("page", running.orderPage())
                .update();
    }

    /** Counts the effects that PHP has not finished for 10 minutes. */
    public long overdue(JdbcClient sql) {
        return sql.sql(tables.sql(OVERDUE)).query(Long.class).single();
    }

    /** Returns the age of the oldest effect that PHP has not finished, in seconds; 0 if there is none. */
    public long age(JdbcClient sql) {
        return sql.sql(tables.sql(AGE)).query(Long.class).single();
    }

    /** Counts the effects that are not applied, or whose mails have not all left. */
    public long unfinished(JdbcClient sql) {
        return sql.sql(tables.sql(UNFINISHED)).query(Long.class).single();
    }

    /** Counts the effects that PHP could not apply and that no decision has taken over. */
    public long rejected(JdbcClient sql) {
        return sql.sql(tables.sql(REJECTED)).query(Long.class).single();
    }
}
