package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.Store;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of the transaction under an order's lock: what it reads, and the connection when another writer was first. */
class OrderTransactionTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Has one connection, so that the next reconciliation takes the same one. */
    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open(
            Store.create(StoreFixture.server(), "locked", "wp_", StoreFixture.SITE, Clock.systemUTC()),
            StoreFixture.settings("locked"),
            1);

    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        other = fixture.server.administration(fixture.store.schema()).getConnection();
    }

    @AfterEach
    void disconnect() throws SQLException {
        other.close();
    }

    private void other(String sql) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String atOnce(OrderId id, boolean late) {
        return FailureDetails.code(catchThrowableOfType(
                ApplicationFailure.class, () -> fixture.orders.reconcileAtOnce(StoreFixture.command(id), () -> late)));
    }

    private static long connections() {
        return fixture.metrics.get("hikaricp.connections.creation").timer().count();
    }

    private static boolean isFree(OrderId id) {
        return fixture.count("SELECT IS_FREE_LOCK('order_payment_lock_" + id.number() + "')") == 1;
    }

    /** The transaction has started before the wait. A snapshot from its start would show the order as pending. */
    @Test
    void aReconciliationReadsWhatTheHolderWroteDuringTheWait() throws SQLException {
        OrderId id = fixture.pending(401);
        other("SELECT GET_LOCK('order_payment_lock_401', 0)");
        CompletableFuture<Reconciliation> reconcile = CompletableFuture.supplyAsync(
                () -> fixture.reconcile(id), task -> Thread.ofVirtual().start(task));
        Await.until(
                "it waits for the lock",
                SOON,
                () -> fixture.count("SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User lock'")
                        > 0);
        other("UPDATE wp_wc_orders SET status = 'wc-on-hold' WHERE id = 401");

        other("SELECT RELEASE_LOCK('order_payment_lock_401')");

        reconcile.join();
        assertThat(fixture.store.notes(401)).singleElement().asString().contains("from On hold to");
    }

    /** WooCommerce holds a row for milliseconds. A workflow task does not wait even for those. */
    @Test
    void aCallerThatMustNotWaitFailsAtOnceWhereAnotherHoldsTheRow() throws SQLException {
        OrderId id = fixture.pending(402);
        fixture.reconcile(fixture.pending(403));
        long before = connections();
        other("START TRANSACTION");
        other("SELECT id FROM wp_wc_orders WHERE id = 402 FOR UPDATE");
        long start = System.nanoTime();

        assertThat(atOnce(id, false)).isEqualTo("row-lock-timeout");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
        assertThat(isFree(id)).isTrue();
        other("ROLLBACK");
        assertThat(fixture.ledgerLines(id)).isZero();
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(connections()).isEqualTo(before);
    }

    @Test
    void aConnectionWhoseLockAnotherHoldsIsUsedAgain() throws SQLException {
        OrderId id = fixture.pending(404);
        fixture.reconcile(fixture.pending(405));
        long before = connections();
        other("SELECT GET_LOCK('order_payment_lock_404', 0)");

        for (int each = 0; each < 10; each++) {
            assertThat(atOnce(id, false)).isEqualTo("lock-busy");
        }

        other("SELECT RELEASE_LOCK('order_payment_lock_404')");
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(connections()).isEqualTo(before);
    }

    /** The next transaction on that connection must not find the lock, or what was read, of this one. */
    @Test
    void aCallerThatCameTooLateLeavesItsConnectionWithoutLockAndTransaction() {
        OrderId id = fixture.pending(406);
        fixture.reconcile(fixture.pending(407));
        long before = connections();

        assertThat(atOnce(id, true)).isEqualTo("lock-busy");

        assertThat(isFree(id)).isTrue();
        assertThat(fixture.count("""
                SELECT COUNT(*) FROM information_schema.innodb_trx t
                JOIN information_schema.processlist p ON p.ID = t.trx_mysql_thread_id WHERE p.DB = 'locked'""")).isZero();
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(connections()).isEqualTo(before);
    }

    @Test
    void paymentsOfDifferentOrdersWaitForNoCommonRow() throws SQLException {
        try (StoreFixture many = StoreFixture.attach(fixture.store, fixture.settings)) {
            List<OrderId> orders =
                    LongStream.range(411, 451).mapToObj(many::pending).toList();
            long before = waits();

            List<CompletableFuture<PaymentSummary.Status>> paid = orders.stream()
                    .map(id -> CompletableFuture.supplyAsync(
                            () -> many.reconcile(id).view().status(),
                            task -> Thread.ofPlatform().daemon().start(task)))
                    .toList();

            assertThat(paid).allSatisfy(each -> assertThat(each.join()).isEqualTo(PaymentSummary.Status.PAID));
            assertThat(waits() - before)
                    .isLessThan(5); // A row that all touch makes forty wait; a page that splits, one.
        }
    }

    /** Returns the server's count of waits for a row, which it shows to administrators. */
    private long waits() throws SQLException {
        try (Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_waits'")) {
            row.next();
            return row.getLong(2);
        }
    }
}
