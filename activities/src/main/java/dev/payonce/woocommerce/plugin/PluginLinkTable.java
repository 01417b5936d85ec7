package dev.payonce.woocommerce.plugin;

import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code payonce_link}: by it the plugin knows that Payonce is there, whose shop this is and how orders are
 * locked.
 */
final class PluginLinkTable {

    private static final String UPSERT = """
            INSERT INTO {plugin_link} (store, site, lock_kind, lock_name, features, version, live, order_page, seen_at)
            VALUES (:store, :site, :kind, :name, :features, :version, :live, :page, UTC_TIMESTAMP(6))
            ON DUPLICATE KEY UPDATE site = :site, lock_kind = :kind, lock_name = :name, features = :features,
              version = :version, live = :live, order_page = :page, seen_at = UTC_TIMESTAMP(6)""";

    private static final String VERSION = "SELECT option_value FROM {options} WHERE option_name = 'payonce_tables'";

    /** What {@link #VERSION} has to say; the plugin upgrades its tables by itself. */
    static final String SUPPORTED = "1";

    private final TableNames tables;
    private final StoreSettings settings;

    PluginLinkTable(StoreSettings settings) {
        this.tables = new TableNames(settings);
        this.settings = settings;
    }

    /** Returns the version of the plugin's tables, empty if it was never activated. */
    String tablesVersion(JdbcClient sql) {
        return sql.sql(tables.sql(VERSION)).query(String.class).optional().orElse("");
    }

    /**
     * Says that Payonce is there.
     *
     * @param site fingerprint of the shop's address
     */
    void write(JdbcClient sql, String site, String version, boolean live, String orderPage) {
        sql.sql(tables.sql(UPSERT))
                .param("store", settings.store())
                .param("site", site)
                .param("kind", settings.lock().name().toLowerCase(Locale.ROOT))
                .param("name", settings.lockName())
                .param("features", "")
                .param("version", version)
                .param("live", live)
                .param("page", orderPage)
                .update();
    }
}
