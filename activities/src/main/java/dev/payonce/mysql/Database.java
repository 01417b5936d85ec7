package dev.payonce.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The store's MySQL: a bounded pool that needs no server to start. What its sessions rely on is set on every one of
 * them, whatever the server's defaults or the URL say.
 */
public final class Database implements AutoCloseable {

    private final HikariDataSource pool;
    private final DataSource single;
    private final DataSource quick;

    private Database(HikariDataSource pool, DataSource single, DataSource quick) {
        this.pool = pool;
        this.single = single;
        this.quick = quick;
    }

    /**
     * @param url {@code jdbc:mysql://host:port/schema}, where the schema is the store's; its timeouts and TLS settings
     *     precede those set here
     * @param connections the most connections, one for each activity that may run at once
     */
    public static Database open(String url, String user, String password, int connections, MeterRegistry metrics) {
        if (!url.matches("jdbc:mysql://[^/]+/[^?]+.*")) {
            throw new IllegalArgumentException(
                    "PAYONCE_DATABASE_URL cannot be used: its form is jdbc:mysql://host:port/schema-of-the-store");
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("payonce");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        properties(MySqlTimeouts.SOCKET).forEach((name, value) -> config.addDataSourceProperty((String) name, value));
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(1, connections - 1));
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(MySqlTimeouts.BORROW.toMillis());
        config.setValidationTimeout(MySqlTimeouts.BORROW.toMillis() / 2);
        config.setKeepaliveTime(0);
        config.setMaxLifetime(MySqlTimeouts.LIFETIME.toMillis());
        config.setKeepaliveTime(0); // Every connection is replaced before it could need one
        config.setIdleTimeout(MySqlTimeouts.LIFETIME.toMillis() / 2);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(sessionSettings());
        config.setMetricRegistry(metrics);
        return new Database(
                new HikariDataSource(config),
                single(url, user, password, MySqlTimeouts.MIGRATION),
                single(url, user, password, MySqlTimeouts.CONNECT));
    }

    /** Returns when the server answers. On a connection of its own, because a pool that is busy is not a server away. */
    public void check() throws SQLException {
        try (Connection connection = quick.getConnection()) {
            if (!connection.isValid(Math.toIntExact(MySqlTimeouts.CONNECT.toSeconds()))) {
                throw new SQLException("MySQL took the connection and does not answer");
            }
        }
    }

    /** Opens one connection for statements that belong together. */
    public Session session() throws SQLException {
        return new Session(pool);
    }

    /** Returns the client for single statements, each on some connection. */
    public JdbcClient sql() {
        return Session.client(pool);
    }

    /** Returns a patient data source without pool and session settings. */
    public DataSource forMigrations() {
        return single;
    }

    @Override
    public void close() {
        pool.close();
    }

    /**
     * Returns the session's modes: strict, since a shortened transaction ID would be another one; without NO_ZERO_DATE,
     * since WordPress' tables are full of zero dates. (The isolation level is set apart, since its variable has two
     * names.)
     */
    private static String sessionSettings() {
        return "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', wait_timeout = "
                + MySqlTimeouts.SILENCE.toSeconds() + ", innodb_lock_wait_timeout = "
                + MySqlTimeouts.ROW_LOCK.toSeconds();
    }

    private static DataSource single(String url, String user, String password, Duration patience) {
        DriverManagerDataSource source = new DriverManagerDataSource(url, user, password);
        source.setConnectionProperties(properties(patience));
        return source;
    }

    /** Returns the driver's properties: WordPress' zero dates are null, and every other date is UTC. */
    private static Properties properties(Duration patience) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", Long.toString(MySqlTimeouts.CONNECT.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(patience.toMillis()));
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("zeroDateTimeBehavior", "CONVERT_TO_NULL");
        // A batch is one text, and ends at its first failure: see OrderWrites.
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("continueBatchOnError", "false");
        properties.setProperty("readOnlyPropagatesToServer", "false"); // Each batch would ask whether it may write
        return properties;
    }
}
