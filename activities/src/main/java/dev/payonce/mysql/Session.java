package dev.payonce.mysql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One connection for lock, transaction and release. Transactions are begun and ended by statements: the driver's own
 * way of switching auto-commit off and on costs a statement more.
 */
public final class Session implements AutoCloseable {

    private final HikariDataSource pool;
    private final Connection connection;
    private final JdbcClient sql;
    private boolean abandoned;

    Session(HikariDataSource pool) throws SQLException {
        this.pool = pool;
        this.connection = pool.getConnection();
        this.sql = Database.client(new SingleConnectionDataSource(connection, true));
    }

    public JdbcClient sql() {
        return sql;
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

    /** From now on nobody gets this connection again: its end rolls back and frees every lock, whatever happened. */
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
