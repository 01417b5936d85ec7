package dev.payonce.api.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command that lists who holds the locks of orders, by SQL as the operator's own user of MySQL. */
@Command(
        name = "locks",
        description = "Lists the holders of orders' locks. It reads PAYONCE_DATABASE_URL, PAYONCE_DATABASE_USER and"
                + " PAYONCE_DATABASE_PASSWORD: the operator's user.")
final class LocksCommand implements Callable<Integer> {

    /** A holder without a statement for this time does not work on its order. */
    private static final int STALE_SECONDS = 10;

    private static final String HOLDERS = """
            SELECT l.OBJECT_NAME, t.PROCESSLIST_ID, t.PROCESSLIST_HOST, t.PROCESSLIST_USER, t.PROCESSLIST_COMMAND,
                   t.PROCESSLIST_TIME, LEFT(COALESCE(t.PROCESSLIST_INFO, ''), 80) AS STATEMENT
            FROM performance_schema.metadata_locks l
            JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID
            WHERE l.OBJECT_TYPE = 'USER LEVEL LOCK' AND l.LOCK_STATUS = 'GRANTED'
            ORDER BY t.PROCESSLIST_TIME DESC LIMIT 1000""";

    private static final List<String> NAMES =
            List.of("lock", "connection", "host", "user", "seconds", "command", "statement", "stale");

    private static final String RIGHT = "This user may not read locks. An administrator grants it: GRANT SELECT ON"
            + " performance_schema.metadata_locks TO 'payonce_operator'@'%'; GRANT SELECT ON performance_schema.threads TO"
            + " 'payonce_operator'@'%'";

    private static final List<Integer> DENIED = List.of(1142, 1143, 1044);

    private final Map<String, String> environment;
    private final Screen screen;

    LocksCommand(Map<String, String> environment, Screen screen) {
        this.environment = Map.copyOf(environment);
        this.screen = screen;
    }

    @Override
    public Integer call() {
        String url = environment.getOrDefault("PAYONCE_DATABASE_URL", "");
        if (!url.startsWith("jdbc:mysql://")) {
            screen.notice("PAYONCE_DATABASE_URL is missing: jdbc:mysql://HOST/SCHEMA");
            return CommandLineTool.WRONG;
        }
        DriverManager.setLoginTimeout(5);
        try (Connection database = DriverManager.getConnection(
                        url,
                        environment.getOrDefault("PAYONCE_DATABASE_USER", ""),
                        environment.getOrDefault("PAYONCE_DATABASE_PASSWORD", ""));
                Statement statement = database.createStatement()) {
            statement.setQueryTimeout(10);
            try (ResultSet rows = statement.executeQuery(HOLDERS)) {
                List<List<String>> holders = holders(rows);
                screen.show(new Screen.Table(NAMES, holders));
                return holders.stream().anyMatch(row -> row.getLast().equals("stale"))
                        ? CommandLineTool.NEEDED
                        : CommandLineTool.DONE;
            }
        } catch (SQLException failed) {
            boolean denied = DENIED.contains(failed.getErrorCode());
            screen.notice(
                    denied
                            ? RIGHT
                            : "MySQL does not answer (error " + failed.getErrorCode()
                                    + "). Check PAYONCE_DATABASE_URL, user and password.");
            return denied ? CommandLineTool.REFUSED : CommandLineTool.AWAY;
        }
    }

    private static List<List<String>> holders(ResultSet rows) throws SQLException {
        List<List<String>> holders = new ArrayList<>();
        while (rows.next()) {
            boolean stale = "Sleep".equals(rows.getString("PROCESSLIST_COMMAND"))
                    && rows.getLong("PROCESSLIST_TIME") >= STALE_SECONDS;
            holders.add(List.of(
                    String.valueOf(rows.getString("OBJECT_NAME")),
                    rows.getString("PROCESSLIST_ID"),
                    String.valueOf(rows.getString("PROCESSLIST_HOST")),
                    String.valueOf(rows.getString("PROCESSLIST_USER")),
                    rows.getString("PROCESSLIST_TIME"),
                    String.valueOf(rows.getString("PROCESSLIST_COMMAND")),
                    rows.getString("STATEMENT"),
                    stale ? "stale" : ""));
        }
        return holders;
    }
}
