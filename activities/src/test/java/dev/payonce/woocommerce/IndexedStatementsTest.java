package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.MySqlCursors;
import dev.payonce.mysql.ledger.MySqlStoredRequests;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.request.Request;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The test that each statement of a reconciliation and of the sweep finds its rows by an index (case J30). {@code
 * -Dorders=500000} is the size of a large shop.
 */
class IndexedStatementsTest {

    private static final int ORDERS = Integer.getInteger("orders", 20_000);

    /** The most rows that one statement reads: a search without an index reads 1,000 orders and looks up each. */
    private static final long ROWS = 5_000;

    private static final int RUNS = 20;

    private static final long NUMBER = 2_000_000;

    private static StoreFixture fixture;

    @BeforeAll
    static void open() throws IOException, SQLException {
        fixture = StatementLog.largeShop("indexed", ORDERS);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void J30_reconciliationsReadByIndexes() throws SQLException {
        OrderId paid = fixture.pending(NUMBER);
        OrderId waiting = fixture.pending(NUMBER + 1);
        OrderId asked = fixture.pending(NUMBER + 2);
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_orders SET customer_id = 7, billing_email = 'ada@example.invalid' WHERE id = ?")
                .param(asked.number())
                .update();
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET cart_hash = 'a-cart' WHERE order_id = ?")
                .param(asked.number())
                .update();
        fixture.store.addMeta(paid.number(), "_stripe_intent_id", intent(96));

        List<String> statements = StatementLog.of(fixture, () -> {
            fixture.reconcile(paid);
            fixture.reconcile(paid);
            fixture.orders.reconcile(refund(paid));
            fixture.orders.reconcile(StoreFixture.pendingOf(waiting));
            fixture.orders.reconcile(StoreFixture.command(waiting));
            fixture.orders.reconcile(charge(asked));
        });

        assertThat(statements)
                .hasSizeGreaterThan(12)
                .anyMatch(statement -> statement.contains("cart_hash = mine.cart_hash"));
        readByIndexes(statements);
    }

    @Test
    void J30_theSweepReadsByIndexes() throws SQLException {
        MySqlOverdueOrders overdue = new MySqlOverdueOrders(fixture.database, fixture.settings, Clock.systemUTC());

        List<String> statements = StatementLog.of(fixture, () -> {
            assertThat(overdue.overdue(Instant.now(), Overdue.FIRST, 50)).hasSize(50);
            overdue.overdue(Instant.now(), new Overdue(500, Instant.now().minusSeconds(3_600)), 50);
            assertThat(overdue.staleWrites(Cursor.START, 50).more()).isTrue();
            overdue.staleWrites(new Cursor(Instant.now().minus(Duration.ofDays(2)), 1_000), 50);
            overdue.recorded("stripe", Set.of("pi_1", "pi_2"));
            new MySqlCursors(fixture.database, fixture.settings).of("stripe");
        });

        assertThat(statements).hasSizeGreaterThanOrEqualTo(5);
        readByIndexes(statements);
    }

    @Test
    void J30_aCallbacksOrderIsFoundByIndexes() throws SQLException {
        List<String> statements = StatementLog.of(fixture, this::match);

        assertThat(statements).hasSizeGreaterThanOrEqualTo(5);
        readByIndexes(statements);
    }

    /** WooCommerce 8.2 to 9: without an index of transaction ids the orders saved last are read. */
    @Test
    void J30_aRecordedIdIsFoundWithoutATransactionIndex() throws SQLException {
        fixture.store
                .sql()
                .sql("ALTER TABLE wp_wc_orders DROP INDEX transaction_id")
                .update();
        fixture.accept(StoreSettings.Accepted.NOTHING);
        try {
            readByIndexes(StatementLog.of(fixture, this::match));
            assertThat(fixture.orders.match(List.of(untagged(charge(ORDERS - 10), "", ""))))
                    .isEqualTo(new Orders.Match.Found(fixture.id(ORDERS - 10)));
            assertThat(fixture.orders.match(List.of(untagged(charge(10), "", ""))))
                    .as("beyond the orders saved last")
                    .isEqualTo(new Orders.Match.NotYet());
        } finally {
            fixture.store
                    .sql()
                    .sql("ALTER TABLE wp_wc_orders ADD INDEX transaction_id (transaction_id(20))")
                    .update();
            fixture.accept(StoreSettings.Accepted.NOTHING);
        }
    }

    private void match() {
        assertThat(Stream.of(
                                untagged(intent(55), "", ""),
                                untagged(intent(56), "", ""),
                                untagged("py_unknown1", "57", Fingerprint.ofOrderKey(key(57))),
                                untagged("py_unknown2", "N-58", Fingerprint.ofOrderKey(key(58))))
                        .map(payment -> fixture.orders.match(List.of(payment))))
                .containsExactly(found(55), found(56), found(57), found(58));
        fixture.orders.match(List.of(untagged("py_unknown3", "N-unknown", Fingerprint.ofOrderKey("no such key"))));
        new MySqlOrderKeys(fixture.database, fixture.settings, fixture.guard)
                .raw(fixture.id(57), Fingerprint.ofOrderKey(key(57)));
        new MySqlStoredRequests(fixture.database, fixture.settings).of("key-50");
        fixture.timelines.of(fixture.id(4));
    }

    private static void readByIndexes(List<String> statements) throws SQLException {
        StatementLog.assertByIndexes(fixture, statements);
        try (Connection connection = administration()) {
            for (String statement : statements) {
                if (statement.matches("(?s)SELECT .*\\sFROM .*") && !statement.contains("information_schema")) {
                    long rows = StatementLog.rows(connection, statement);
                    List<Duration> times = StatementLog.times(connection, statement, RUNS);
                    System.out.printf(
                            "%,9d orders %6d rows, p50 %6.2f ms, p95 %6.2f ms: %s%n",
                            ORDERS,
                            rows,
                            times.get(RUNS / 2).toNanos() / 1e6,
                            times.get(RUNS * 95 / 100 - 1).toNanos() / 1e6,
                            shortened(statement));
                    assertThat(rows).as(statement).isLessThanOrEqualTo(ROWS);
                }
            }
        }
    }

    private static Connection administration() throws SQLException {
        return StoreFixture.server().administration(fixture.store.schema()).getConnection();
    }

    private static String shortened(String statement) {
        String line = statement.replaceAll("\\s+", " ");
        return line.substring(0, Math.min(110, line.length()));
    }

    private static Orders.Match found(long number) {
        return new Orders.Match.Found(fixture.id(number));
    }

    /** Makes an id that differs in its first 20 characters, which WooCommerce indexes, as real ids do. */
    private static String intent(long number) {
        return "pi_" + "x".repeat(17 - Long.toString(number).length()) + number + "Intends";
    }

    private static String charge(long number) {
        return "ch_" + "x".repeat(17 - Long.toString(number).length()) + number + "Charged";
    }

    private static String key(long number) {
        return "wc_order_" + "k".repeat(13 - Long.toString(number).length()) + number;
    }

    private static Payment untagged(String id, String number, String key) {
        PaymentBuilder payment = PaymentBuilder.stripe(id).captured();
        return (number.isEmpty() ? payment : payment.claimed(key, number, "")).made();
    }

    private static ReconcileCommand charge(OrderId id) {
        Request pay = new Request.Pay("pay-" + id.number(), "stripe", "pm_1", false, "", false, "");
        return new ReconcileCommand(
                id,
                Observation.NOTHING,
                Instant.now(),
                Given.received(List.of(pay), Instant.now()),
                List.of(),
                "request");
    }

    private static ReconcileCommand refund(OrderId id) {
        Request refund = new Request.Refund(
                "back-" + id.number(), Optional.of(1000L), 0, Operation.Refund.RefundReason.NONE, "");
        return new ReconcileCommand(
                id,
                StoreFixture.command(id).seen(),
                Instant.now(),
                Given.received(List.of(refund), Instant.now()),
                List.of(),
                "request");
    }
}
