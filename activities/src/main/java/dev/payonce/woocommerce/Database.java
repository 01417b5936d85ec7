package dev.payonce.woocommerce;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.payonce.settings.StoreSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The store's MySQL: a bounded pool that needs no server to start. What its sessions rely on is set on every one of
 * them, whatever the server's defaults or the URL say.
 */
public final class Database implements AutoCloseable {

    private final HikariDataSource pool;
    private final DataSource single;

    private Database(HikariDataSource pool, DataSource single) {
        this.pool = pool;
        this.single = single;
    }

    /**
     * What the URL says about time-outs and TLS goes before what is set here.
     *
     * @param connections at most; as many as activities that may run at once
     */
    public static Database open(StoreSettings settings, int connections, MeterRegistry metrics) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("payonce");
        config.setDataSource(source(settings, Bounds.SOCKET));
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(Bounds.BORROW.toMillis());
        config.setValidationTimeout(Bounds.BORROW.toMillis() / 2);
        config.setMaxLifetime(Bounds.LIFETIME.toMillis());
        config.setIdleTimeout(Bounds.LIFETIME.toMillis() / 2);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(sessionSettings());
        config.setMetricRegistry(metrics);
        return new Database(new HikariDataSource(config), source(settings, Bounds.MIGRATION));
    }

    /** One connection for what belongs together. */
    Session session() throws SQLException {
        return new Session(pool);
    }

    /** For single statements, each on some connection. */
    JdbcClient sql() {
        return client(pool);
    }

    /** Without pool and session settings, and patient. */
    DataSource forMigrations() {
        return single;
    }

    static JdbcClient client(DataSource source) {
        JdbcTemplate template = new JdbcTemplate(source);
        template.setQueryTimeout(Math.toIntExact(Bounds.QUERY.toSeconds()));
        return JdbcClient.create(template);
    }

    @Override
    public void close() {
        pool.close();
    }

    /**
     * Strict, as a shortened transaction id would be another one; without NO_ZERO_DATE, as WordPress' tables are full of
     * zero dates. (The isolation level is set apart, since its variable has two names.)
     */
    private static String sessionSettings() {
        return "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', wait_timeout = "
                + Bounds.SILENCE.toSeconds() + ", innodb_lock_wait_timeout = " + Bounds.ROW_LOCK.toSeconds();
    }

    private static DataSource source(StoreSettings settings, Duration patience) {
        try {
            MysqlDataSource source = new MysqlDataSource();
            source.setConnectTimeout(Math.toIntExact(Bounds.CONNECT.toMillis()));
            source.setSocketTimeout(Math.toIntExact(patience.toMillis()));
            source.setServerTimezone("UTC");
            source.setZeroDateTimeBehavior("CONVERT_TO_NULL");
            source.setUrl(settings.databaseUrl());
            source.setUser(settings.databaseUser());
            source.setPassword(settings.databasePassword().value());
            return source;
        } catch (SQLException unknownProperty) {
            throw new IllegalStateException(unknownProperty);
        }
    }
}
