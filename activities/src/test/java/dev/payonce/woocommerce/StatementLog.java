package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The server's own log of every statement, with its values. It shows what an adapter really sends, so that no list of
 * statements has to be kept beside the code.
 */
final class StatementLog {

    private static final Pattern VALUE = Pattern.compile("'[^']*'|\\b\\d+\\b|_binary");
    private static final Pattern LIST = Pattern.compile("\\?(\\s*,\\s*\\?)+");

    private StatementLog() {}

    /** Opens a store with this number of orders, of the last two years, and the ledger of every fifth one. */
    static StoreFixture largeShop(String schema, int orders) throws IOException, SQLException {
        Store store = Store.create(StoreFixture.server(), schema, "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture fixture = StoreFixture.open(store, StoreFixture.settings(schema), 1);
        String script = Files.readString(Path.of("src/test/resources/dev/payonce/woocommerce/many-orders.sql"));
        try (Connection connection =
                        StoreFixture.server().administration(schema).getConnection();
                Statement sql = connection.createStatement()) {
            for (String statement : script.split(";\n", 0)) {
                sql.execute(statement
                        .replace(":count", Integer.toString(orders))
                        .replace(":ledger", fixture.settings.ledger()));
            }
        }
        return fixture;
    }

    /** Verifies that each of these statements reads each table by an index. */
    static void assertByIndexes(StoreFixture fixture, List<String> statements) throws SQLException {
        try (Connection connection =
                StoreFixture.server().administration(fixture.store.schema()).getConnection()) {
            for (String statement : statements) {
                if (statement.matches("(?s)(SELECT|UPDATE|DELETE) .*") && !statement.contains("information_schema")) {
                    assertThat(explain(connection, statement).stream().filter(Step::onTable))
                            .as(statement)
                            .allMatch(Step::byIndex);
                }
            }
        }
    }

    /** Returns one example of each statement that this user sends meanwhile. */
    static List<String> of(StoreFixture fixture, Runnable work) {
        execute(fixture, "SET GLOBAL log_output = 'TABLE'");
        execute(fixture, "TRUNCATE TABLE mysql.general_log");
        execute(fixture, "SET GLOBAL general_log = ON");
        try {
            work.run();
        } finally {
            execute(fixture, "SET GLOBAL general_log = OFF");
        }
        Map<String, String> oneByShape = new LinkedHashMap<>();
        fixture.store
                .sql()
                .sql("SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type = 'Query'"
                        + " AND user_host LIKE ?")
                .param(fixture.user + "[%")
                .query(String.class)
                .list()
                .forEach(statement -> oneByShape.putIfAbsent(shape(statement), statement));
        return List.copyOf(oneByShape.values());
    }

    private static void execute(StoreFixture fixture, String statement) {
        fixture.store.sql().sql(statement).update();
    }

    private static String shape(String statement) {
        return LIST.matcher(VALUE.matcher(statement).replaceAll("?")).replaceAll("?");
    }

    /** The step of a server's plan for one table. */
    record Step(String table, String type, String key, String extra) {

        /** Excludes derived tables and rows without a table, which have no index, and the few rows of stores. */
        boolean onTable() {
            return !table.isEmpty() && !table.startsWith("<") && !table.equals("s") && !extra.startsWith("No tables");
        }

        boolean byIndex() {
            return !key.isEmpty() && !type.equals("ALL") && !type.equals("index");
        }
    }

    static List<Step> explain(Connection connection, String statement) throws SQLException {
        List<Step> steps = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("EXPLAIN " + statement)) {
            while (row.next()) {
                steps.add(new Step(text(row, "table"), text(row, "type"), text(row, "key"), text(row, "Extra")));
            }
        }
        return steps;
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    /** Returns how many rows the storage engine hands out for a query. */
    static long rows(Connection connection, String query) throws SQLException {
        long counting = -handed(connection) + handed(connection);
        long before = handed(connection);
        run(connection, query);
        return handed(connection) - before - counting;
    }

    /** Returns the times of this many runs, the shortest first. */
    static List<Duration> times(Connection connection, String query, int runs) throws SQLException {
        List<Duration> times = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            run(connection, query);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        return sorted(times);
    }

    private static List<Duration> sorted(Collection<Duration> times) {
        return times.stream().sorted().toList();
    }

    private static void run(Connection connection, String query) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private static long handed(Connection connection) throws SQLException {
        long rows = 0;
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("SHOW SESSION STATUS LIKE 'Handler_read%'")) {
            while (row.next()) {
                rows += row.getLong(2);
            }
        }
        return rows;
    }
}
