package dev.payonce.api.cli;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The holders of user-level locks on MySQL, as the operator's own user of MySQL sees them. */
record LockHolders(Connection database) {

    /** A holder without a statement for this time does not work on its order. */
    private static final int STALE_SECONDS = 10;

    private static final String HOLDERS = """
            SELECT l.OBJECT_NAME, t.PROCESSLIST_ID, t.PROCESSLIST_HOST, t.PROCESSLIST_USER, t.PROCESSLIST_COMMAND,
                   t.PROCESSLIST_TIME, LEFT(COALESCE(t.PROCESSLIST_INFO, ''), 80) AS STATEMENT
            FROM performance_schema.metadata_locks l
            JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID
            WHERE l.OBJECT_TYPE = 'USER LEVEL LOCK' AND l.LOCK_STATUS = 'GRANTED'
            ORDER BY t.PROCESSLIST_TIME DESC LIMIT 1000""";

    private static final int STATEMENT_SECONDS = 10;

    /** A connection that holds a lock. */
    record Holder(
            String lock, long connection, String host, String user, long seconds, String command, String statement) {

        boolean stale() {
            return command.equals("Sleep") && seconds >= STALE_SECONDS;
        }

        List<String> row() {
            return List.of(
                    lock,
                    Long.toString(connection),
                    host,
                    user,
                    Long.toString(seconds),
                    command,
                    statement,
                    stale() ? "stale" : "");
        }
    }

    List<Holder> all() throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            try (ResultSet rows = statement.executeQuery(HOLDERS)) {
                List<Holder> holders = new ArrayList<>();
                while (rows.next()) {
                    holders.add(new Holder(
                            String.valueOf(rows.getString("OBJECT_NAME")),
                            rows.getLong("PROCESSLIST_ID"),
                            String.valueOf(rows.getString("PROCESSLIST_HOST")),
                            String.valueOf(rows.getString("PROCESSLIST_USER")),
                            rows.getLong("PROCESSLIST_TIME"),
                            String.valueOf(rows.getString("PROCESSLIST_COMMAND")),
                            rows.getString("STATEMENT")));
                }
                return holders;
            }
        }
    }

    /** Returns the holder on this connection, if what it holds now is the lock of an order. */
    Optional<Holder> ofOrder(long connection, Pattern orderLock) throws SQLException {
        return all().stream()
                .filter(holder -> holder.connection() == connection)
                .filter(holder -> orderLock.matcher(holder.lock()).matches())
                .findFirst();
    }

    /** Records that this connection is killed, and by which user of MySQL. */
    void record(String ledger, Holder holder, String why) throws SQLException {
        String insert = """
                INSERT INTO `%s`.payonce_killed_connection (at, lock_name, connection, holder, seconds, who, why)
                VALUES (UTC_TIMESTAMP(6), ?, ?, ?, ?, USER(), ?)""".formatted(ledger);
        try (PreparedStatement row = database.prepareStatement(insert)) {
            row.setQueryTimeout(STATEMENT_SECONDS);
            row.setString(1, holder.lock());
            row.setLong(2, holder.connection());
            row.setString(3, holder.user() + " on " + holder.host());
            row.setLong(4, holder.seconds());
            row.setString(5, why);
            row.executeUpdate();
        }
    }

    void kill(long connection) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            statement.execute("KILL CONNECTION " + connection);
        }
    }
}
