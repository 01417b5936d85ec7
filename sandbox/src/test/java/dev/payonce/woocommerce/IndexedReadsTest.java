package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.sandbox.server.MySqlServer;
import dev.payonce.sandbox.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is read of the shop's orders besides the one in hand is read by an index, however many there are. */
class IndexedReadsTest {

    private static final int ORDERS = 20_000;

    private static MySqlServer server;
    private static Store store;
    private static Database database;
    private static StoreSettings settings;

    @BeforeAll
    static void open() {
        server = MySqlServer.start();
        store = Store.create(server, "indexed");
        settings = new StoreSettings(
                "", StoreSettings.PREFIX, "indexed_ledger", StoreSettings.Lock.ADVISORY, StoreSettings.LOCK_NAME);
        database = Database.open(
                server.jdbcUrl(store.schema()), server.user(), server.password(), 1, new SimpleMeterRegistry());
        new LedgerMigrations(database, settings).run();
        fill();
    }

    @AfterAll
    static void close() {
        database.close();
        server.close();
    }

    @Test
    void J30_orders_that_wait_are_read_by_status_and_number() {
        for (String status : List.of("wc-pending", "wc-failed")) {
            for (long after : new long[] {0, ORDERS / 2}) {
                bounded(
                        MySqlOverdueOrders.WAITING,
                        Map.of("status", status, "after", after, "rows", MySqlOverdueOrders.ROWS));
                assertThat(read(
                                MySqlOverdueOrders.WAITING,
                                Map.of("status", status, "after", after, "rows", MySqlOverdueOrders.ROWS)))
                        .as("index rows read for one page")
                        .isLessThan(2 * MySqlOverdueOrders.ROWS);
            }
        }
    }

    @Test
    void J30_a_page_of_them_is_held_against_the_ledger_by_number() {
        List<Long> page =
                LongStream.rangeClosed(1, MySqlOverdueOrders.ROWS).boxed().toList();

        bounded(MySqlOverdueOrders.UNDONE, Map.of("store", "", "orders", page));
    }

    @Test
    void J30_a_recorded_id_is_found_by_the_indexes_of_ids() {
        bounded(OrderMatcher.RECORDED, Map.of("names", List.of("pi_7", "ch_7"), "intent", OrderTable.INTENT));
        assertThat(read(OrderMatcher.RECORDED, Map.of("names", List.of("pi_7"), "intent", OrderTable.INTENT)))
                .isLessThan(20);
    }

    /** WooCommerce 8.2 to 10.0: no index of transaction ids. */
    @Test
    void J30_without_an_index_of_transaction_ids_only_the_newest_orders_are_read() {
        Map<String, Object> values = Map.of(
                "names", List.of("pi_7"), "intent", OrderTable.INTENT, "since", "2020-01-01 00:00:00", "rows", 100);

        bounded(OrderMatcher.RECORDED_LATELY, values);
        assertThat(read(OrderMatcher.RECORDED_LATELY, values)).isLessThan(1_000);
    }

    private static void bounded(String statement, Map<String, Object> values) {
        List<Map<String, Object>> plan = database.sql()
                .sql("EXPLAIN " + new TableNames(settings).sql(statement))
                .params(values)
                .query()
                .listOfRows();
        assertThat(plan).isNotEmpty().allSatisfy(step -> {
            String table = String.valueOf(step.get("table"));
            if (!table.startsWith("<") && !table.equals("null")) {
                assertThat(step.get("type")).as("%s", step).isIn("range", "ref", "eq_ref", "const");
                assertThat(step.get("key")).as("%s", step).isNotNull();
            }
        });
    }

    /** How many rows the server's engine handed out. */
    private static long read(String statement, Map<String, Object> values) {
        long before = handed();
        database.sql()
                .sql(new TableNames(settings).sql(statement))
                .params(values)
                .query()
                .listOfRows();
        return handed() - before;
    }

    /** One connection only, so the session's own counters are those of the statement. */
    private static long handed() {
        return database
                .sql()
                .sql("SHOW SESSION STATUS LIKE 'Handler_read%'")
                .query((row, _) -> row.getLong(2))
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void fill() {
        String numbers =
                ("WITH d AS (VALUES ROW(0), ROW(1), ROW(2), ROW(3), ROW(4), ROW(5), ROW(6), ROW(7), ROW(8), ROW(9)),"
                                + " n AS (SELECT 1 + a.column_0 + 10 * b.column_0 + 100 * c.column_0 + 1000 * e.column_0"
                                + " + 10000 * f.column_0 AS i FROM d a, d b, d c, d e, d f WHERE f.column_0 < %d) ")
                        .formatted(ORDERS / 10_000);
        store.sql().sql("""
                INSERT INTO wp_wc_orders (id, status, currency, type, total_amount, date_created_gmt, date_updated_gmt,
                  payment_method, transaction_id)
                %s SELECT i, ELT(1 + i %% 4, 'wc-pending', 'wc-failed', 'wc-processing', 'wc-completed'), 'EUR',
                  'shop_order', 49.90, UTC_TIMESTAMP() - INTERVAL i MINUTE, UTC_TIMESTAMP() - INTERVAL i MINUTE,
                  'stripe', CONCAT('ch_', i) FROM n""".formatted(numbers)).update();
        store.sql()
                .sql("INSERT INTO wp_wc_order_operational_data (order_id, order_key) " + numbers
                        + "SELECT i, CONCAT('wc_order_', i) FROM n")
                .update();
        store.sql()
                .sql("INSERT INTO wp_wc_orders_meta (order_id, meta_key, meta_value) " + numbers
                        + "SELECT i, '_stripe_intent_id', CONCAT('pi_', i) FROM n")
                .update();
        store.sql()
                .sql("ANALYZE TABLE wp_wc_orders, wp_wc_orders_meta, wp_wc_order_operational_data")
                .query()
                .listOfRows();
    }
}
