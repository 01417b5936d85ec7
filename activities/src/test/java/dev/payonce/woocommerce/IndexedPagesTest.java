package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.LedgerGauges;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.shadow.ShadowReport;
import dev.payonce.woocommerce.listed.MySqlListedOrders;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tests that the statements of the operators' pages and of the plugin's tables find their rows by an index. */
class IndexedPagesTest {

    private static final int ORDERS = Integer.getInteger("orders", 20_000);
    private static final long NUMBER = 2_000_000;

    private static StoreFixture fixture;

    @BeforeAll
    static void open() throws IOException, SQLException {
        fixture = StatementLog.largeShop("indexedpages", ORDERS);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    /** A page may read as much as is in flight or was made in a week, but no more of the shop's past. */
    @Test
    void J30_theOperatorsPagesReadByIndexes() throws SQLException {
        MySqlShadowReport report = new MySqlShadowReport(fixture.database, fixture.settings);
        LedgerGauges gauges = new LedgerGauges(
                fixture.database, fixture.settings, List.of("stripe"), Clock.systemUTC(), new SimpleMeterRegistry());
        UnassignedTable unassigned = new UnassignedTable(new TableNames(fixture.settings));
        ShadowReport.Span day = new ShadowReport.Span(Instant.now().minus(Duration.ofDays(1)), Instant.now());

        List<String> statements = StatementLog.of(fixture, () -> {
            report.after(day, 10L * ORDERS, 5);
            report.coverage(day);
            fixture.guard.pinAccount("stripe", "acct_1");
            new MySqlStoreStatus(fixture.database, fixture.settings).check();
            gauges.check();
            assertThat(unassigned.oldest(fixture.database.sql(), "", Instant.now(), 5))
                    .isEmpty();
            assertThat(new ReviewTable(new TableNames(fixture.settings)).oldest(fixture.database.sql(), "", 5))
                    .isEmpty();
            assertThat(new MySqlListedOrders(fixture.database, fixture.settings).of(List.of(5L, 10L)))
                    .hasSize(2);
            assertThat(new ReviewTable(new TableNames(fixture.settings))
                            .gateways(fixture.database.sql(), "", List.of(5L)))
                    .isEmpty();
        });

        // The table of money without an order holds a few rows, all of which may be read.
        List<String> large = statements.stream()
                .filter(statement -> !statement.contains("FROM `indexedpages_ledger`.`payonce_unassigned`"))
                .toList();
        assertThat(large).hasSizeGreaterThan(10);
        StatementLog.assertByIndexes(fixture, large);
    }

    /** The list follows what is open, not the shop's past: with 1,000 reviews and 1,000 payments without an order. */
    @Test
    void theOperatorsListIsReadInTimeBesideALargeLedger() {
        String ledger = fixture.settings.ledger();
        fixture.store.sql().sql("INSERT INTO " + ledger + """
                .payonce_review (store, order_id, number, reason, at)
                SELECT '', i, i % 9 > 0, IF(i % 2, 'DISPUTED', 'AMOUNT_DIFFERS'), UTC_TIMESTAMP(6) - INTERVAL i SECOND
                FROM numbers WHERE i <= 1000""").update();
        fixture.store.sql().sql("INSERT INTO " + ledger + """
                .payonce_unassigned (store, gateway, payment, amount, disputed, at)
                SELECT '', 'stripe', CONCAT('pi_lost_', i), '49.90 EUR', 0, UTC_TIMESTAMP(6) - INTERVAL i MINUTE
                FROM numbers WHERE i <= 1000""").update();
        TableNames tables = new TableNames(fixture.settings);
        ReviewTable reviews = new ReviewTable(tables);
        UnassignedTable unassigned = new UnassignedTable(tables);
        MySqlListedOrders orders = new MySqlListedOrders(fixture.database, fixture.settings);
        try {
            List<Duration> times = new ArrayList<>();
            for (int run = 0; run < 20; run++) {
                long start = System.nanoTime();
                List<ReviewTable.Row> open = reviews.oldest(fixture.store.sql(), "", 1_000);
                assertThat(open).hasSize(1_000);
                List<Long> numbers = open.stream().map(ReviewTable.Row::order).toList();
                assertThat(orders.of(numbers)).hasSize(1_000);
                assertThat(reviews.gateways(fixture.store.sql(), "", numbers)).isEmpty();
                assertThat(unassigned.oldest(fixture.store.sql(), "", Instant.now(), 1_000))
                        .hasSize(1_000);
                times.add(Duration.ofNanos(System.nanoTime() - start));
            }
            times.sort(null);
            System.out.printf(
                    "The list of 2,000 rows beside %d orders: median %d ms, longest %d ms%n",
                    ORDERS, times.get(10).toMillis(), times.getLast().toMillis());
            assertThat(times.get(10)).isLessThan(Duration.ofMillis(200));
        } finally {
            fixture.store.sql().sql("DELETE FROM " + ledger + ".payonce_review").update();
            fixture.store
                    .sql()
                    .sql("DELETE FROM " + ledger + ".payonce_unassigned")
                    .update();
        }
    }

    /** The plugin's outbox is filled with the effects of the shop's past. */
    @Test
    void J30_thePluginsTablesAreReadByIndexes() throws IOException, SQLException {
        StoreFixture.createPluginTables(fixture.store);
        fixture.store.sql().sql("""
                INSERT INTO wp_payonce_effect (order_id, order_key, entry, kind, body, state, code, created_at)
                SELECT i, LEFT(SHA2(i, 256), 32), 'paid', 'paid', '{}', 2, 'applied', UTC_TIMESTAMP(6)
                FROM numbers""").update();
        fixture.store.sql().sql("ANALYZE TABLE wp_payonce_effect").query().listOfRows();
        fixture.accept(effects("plugin"));
        try {
            OrderId paid = fixture.pending(NUMBER + 3);
            List<String> statements = StatementLog.of(fixture, () -> {
                assertThat(new MySqlListedOrders(fixture.database, fixture.settings).overdue(5, Instant.now()))
                        .isEmpty();
                fixture.reconcile(paid);
                fixture.reconcile(paid);
                fixture.orders.reconcile(StoreFixture.command(
                        paid,
                        new PaymentBuilder(StoreFixture.captured(paid.number(), StoreFixture.SITE))
                                .refund("re_1", Reversal.State.DONE, 1000)
                                .made()));
            });

            assertThat(statements).anyMatch(statement -> statement.contains("paid_otherwise"));
            StatementLog.assertByIndexes(fixture, statements);
        } finally {
            for (String table : List.of("effect", "payment", "link")) {
                fixture.store
                        .sql()
                        .sql("DROP TABLE IF EXISTS wp_payonce_" + table)
                        .update();
            }
            fixture.accept(effects("sql"));
        }
    }

    private static StoreSettings.Accepted effects(String effects) {
        return new StoreSettings.Accepted(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(effects));
    }
}
