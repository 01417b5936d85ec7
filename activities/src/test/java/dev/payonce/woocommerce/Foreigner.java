package dev.payonce.woocommerce;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A session of another program on the same server: PHP that takes the same lock, or an administrator. */
final class Foreigner implements AutoCloseable {

    private final Connection connection;

    Foreigner(StoreFixture fixture) throws SQLException {
        this.connection = fixture.server.administration(fixture.store.schema()).getConnection();
    }

    /** Runs the statement and returns its first number, or 0 where it has none. */
    long run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
