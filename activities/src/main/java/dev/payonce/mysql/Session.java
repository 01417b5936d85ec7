package dev.payonce.mysql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A connection for lock, transaction and release. Statements start and end transactions: the driver's own switching of
 * auto-commit costs one statement more.
 */
public final class Session implements AutoCloseable {

    private final HikariDataSource pool;
    private final Connection connection;
    private final JdbcTemplate template;
    private final JdbcClient sql;
    private boolean abandoned;

    Session(HikariDataSource pool) throws SQLException {
        this.pool = pool;
        this.connection = pool.getConnection();
        this.template = template(new SingleConnectionDataSource(connection, true));
        this.sql = JdbcClient.create(template);
    }

    /** Returns a client whose statements are bounded by a time. */
    static JdbcClient client(DataSource source) {
        return JdbcClient.create(template(source));
    }

    private static JdbcTemplate template(DataSource source) {
        JdbcTemplate template = new JdbcTemplate(source);
        template.setQueryTimeout(Math.toIntExact(MySqlTimeouts.QUERY.toSeconds()));
        return template;
    }

    public JdbcClient sql() {
        return sql;
    }

    /** Sends the writes; the caller undoes the transaction where one fails. */
    public void send(OrderWrites writes) {
        writes.send(statements -> template.batchUpdate(statements.toArray(String[]::new)), template::update);
    }

    public void begin() {
        sql.sql("START TRANSACTION").update();
    }

    public void commit() {
        sql.sql("COMMIT").update();
    }

    /** Ends a transaction that wrote nothing, or undoes one that did. */
    public void rollback() {
        sql.sql("ROLLBACK").update();
    }

    /** Withdraws the connection from the pool: its end rolls back and frees every lock. */
    public void abandon() {
        if (!abandoned) {
            abandoned = true;
            pool.evictConnection(connection);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
