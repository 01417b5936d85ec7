package dev.payonce.servers.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** The schema of a new store: WooCommerce's tables, and the options that say where it keeps its orders. */
final class StoreSchema {

    private static final String NAME = "[A-Za-z0-9_]{1,40}";

    private final DataSource server;

    StoreSchema(DataSource server) {
        this.server = server;
    }

    void create(String schema, String prefix, String siteUrl) {
        if (!schema.matches(NAME) || !prefix.matches(NAME)) {
            throw new IllegalArgumentException("A schema and a prefix are up to 40 letters, digits and underscores");
        }
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE SCHEMA " + schema + " DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci");
            statement.execute("USE " + schema);
            // WordPress takes the strict modes out of its sessions; with them MySQL refuses its zero dates.
            statement.execute("SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'");
            ScriptUtils.executeSqlScript(connection, new ByteArrayResource(script(prefix)));
            options(connection, prefix, siteUrl);
        } catch (SQLException e) {
            throw new IllegalStateException("The store " + schema + " could not be made", e);
        }
    }

    private static byte[] script(String prefix) {
        try {
            return new ClassPathResource("store.sql", StoreSchema.class)
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace("{prefix}", prefix)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void options(Connection connection, String prefix, String siteUrl) {
        Map<String, String> options = Map.of(
                "siteurl", siteUrl,
                "home", siteUrl,
                "blogname", "Payonce sandbox",
                "gmt_offset", "0",
                "timezone_string", "UTC",
                "woocommerce_version", "11.0.1",
                "woocommerce_currency", "EUR",
                "woocommerce_custom_orders_table_created", "yes",
                "woocommerce_custom_orders_table_enabled", "yes",
                "woocommerce_custom_orders_table_data_sync_enabled", "no");
        JdbcTemplate sql = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        sql.batchUpdate(
                "INSERT INTO " + prefix + "options (option_name, option_value) VALUES (?, ?)",
                options.entrySet().stream()
                        .map(option -> new Object[] {option.getKey(), option.getValue()})
                        .toList());
    }
}
