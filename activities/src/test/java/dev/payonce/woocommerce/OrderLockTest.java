package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.StoreSettings;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The lock is shared with programs that are not ours; it may be held, lost, or taken away. */
class OrderLockTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open("locks");

    @Test
    void aLockThatPhpHoldsIsWaitedFor() throws SQLException {
        OrderId id = fixture.pending(101);
        try (OtherSession php = new OtherSession()) {
            php.run("SELECT GET_LOCK('order_payment_lock_101', 0)");
            CompletableFuture<Reconciliation> reconcile =
                    CompletableFuture.supplyAsync(() -> fixture.reconcile(id), THREADS);
            Await.until("it waits for the lock", SOON, () -> waiting("order_payment_lock_101"));
            assertThat(fixture.ledgerLines(id)).isZero();

            php.run("SELECT RELEASE_LOCK('order_payment_lock_101')");

            assertThat(reconcile.join().view().status()).isEqualTo(PaymentSummary.Status.PAID);
            assertThat(php.run("SELECT IS_FREE_LOCK('order_payment_lock_101')")).isEqualTo(1);
        }
    }

    /** A caller inside a workflow task must not hold it up: a regular activity waits in its place. */
    @Test
    void aCallerThatHasGivenUpWritesNothing() {
        OrderId id = fixture.pending(111);

        ApplicationFailure failure = failure(CompletableFuture.runAsync(
                () -> fixture.orders.reconcileAtOnce(StoreFixture.command(id), () -> true), THREADS));

        assertThat(FailureDetails.code(failure)).isEqualTo("lock-busy");
        assertThat(fixture.ledgerLines(id)).isZero();
    }

    @Test
    void aCallerThatMustNotWaitFailsAtOnceWhereAnotherHoldsTheLock() throws SQLException {
        OrderId id = fixture.pending(110);
        double before = fixture.metrics.counter("payonce.lock.timeouts").count();
        try (OtherSession php = new OtherSession()) {
            php.run("SELECT GET_LOCK('order_payment_lock_110', 0)");
            long start = System.nanoTime();

            ApplicationFailure failure = failure(CompletableFuture.runAsync(
                    () -> fixture.orders.reconcileAtOnce(StoreFixture.command(id), () -> false), THREADS));

            assertThat(FailureDetails.code(failure)).isEqualTo("lock-busy");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(fixture.ledgerLines(id)).isZero();
        assertThat(fixture.metrics.counter("payonce.lock.timeouts").count()).isEqualTo(before);
        assertThat(fixture.orders
                        .reconcileAtOnce(StoreFixture.command(id), () -> false)
                        .view()
                        .status())
                .isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void S20_aLockThatIsNotToBeHadIsTransientAndWritesNothing() throws SQLException {
        OrderId id = fixture.pending(102);
        double before = fixture.metrics.counter("payonce.lock.timeouts").count();
        double stale = fixture.metrics.counter("payonce.lock.stale").count();
        try (OtherSession php = new OtherSession()) {
            php.run("SELECT GET_LOCK('order_payment_lock_102', 0)");
            long holder = php.run("SELECT CONNECTION_ID()");

            ApplicationFailure failure = failure(CompletableFuture.runAsync(() -> fixture.reconcile(id), THREADS));

            assertThat(FailureDetails.code(failure)).isEqualTo("lock-timeout");
            assertThat(failure.isNonRetryable()).isFalse();
            assertThat(failure.getOriginalMessage()).contains("connection " + holder);
        }
        assertThat(fixture.status(id)).isEqualTo("wc-pending");
        assertThat(fixture.ledgerLines(id)).isZero();
        assertThat(fixture.metrics.counter("payonce.lock.timeouts").count() - before)
                .isEqualTo(1);
        assertThat(fixture.metrics.counter("payonce.lock.stale").count() - stale)
                .as("the holder sleeps")
                .isEqualTo(1);
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void S20_aSessionThatIsKilledInItsTransactionHasWrittenNothing() throws SQLException {
        OrderId id = fixture.pending(103);
        try (OtherSession other = new OtherSession();
                OtherSession administrator = new OtherSession()) {
            other.run("START TRANSACTION");
            other.run("SELECT id FROM wp_wc_orders WHERE id = 103 FOR UPDATE");
            CompletableFuture<Reconciliation> reconcile =
                    CompletableFuture.supplyAsync(() -> fixture.reconcile(id), THREADS);
            long victim = holderOf(administrator, "order_payment_lock_103");

            administrator.run("KILL " + victim);

            assertThat(FailureDetails.code(failure(reconcile))).isEqualTo("mysql-away");
            other.run("ROLLBACK");
        }
        assertThat(fixture.ledgerLines(id)).isZero();
        fixture.reconcile(id);
        assertThat(fixture.store.notes(id.number())).hasSize(1);
    }

    @Test
    void aStatementThatIsKilledIsTransient() throws SQLException {
        OrderId id = fixture.pending(104);
        try (OtherSession php = new OtherSession();
                OtherSession administrator = new OtherSession()) {
            php.run("SELECT GET_LOCK('order_payment_lock_104', 0)");
            CompletableFuture<Reconciliation> reconcile =
                    CompletableFuture.supplyAsync(() -> fixture.reconcile(id), THREADS);
            Await.until("it waits for the lock", SOON, () -> waiting("order_payment_lock_104"));

            administrator.run("KILL QUERY " + administrator.run("""
                    SELECT ID FROM information_schema.processlist WHERE INFO LIKE '%GET_LOCK(\\'order_payment_lock_104%'
                     AND ID <> CONNECTION_ID()"""));

            // MySQL says 1317; MariaDB lets GET_LOCK return NULL.
            assertThat(FailureDetails.code(failure(reconcile))).isIn("interrupted", "lock-null");
        }
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void aRowThatIsHeldTooLongIsTransient() throws SQLException {
        OrderId id = fixture.pending(105);
        try (OtherSession other = new OtherSession()) {
            other.run("START TRANSACTION");
            other.run("SELECT id FROM wp_wc_orders WHERE id = 105 FOR UPDATE");

            assertThat(FailureDetails.code(failure(CompletableFuture.runAsync(() -> fixture.reconcile(id), THREADS))))
                    .isEqualTo("row-lock-timeout");
            other.run("ROLLBACK");
        }
        // The connection that failed is gone, and its lock with it.
        Await.until(
                "the lock is free", SOON, () -> fixture.count("SELECT IS_FREE_LOCK('order_payment_lock_105')") == 1);
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void aDeadlockIsTransientAndUndone() throws SQLException {
        OrderId id = fixture.pending(106);
        try (OtherSession other = new OtherSession()) {
            other.run("CREATE TABLE ballast (v INT)");
            other.run("START TRANSACTION");
            // The heavier transaction survives: InnoDB undoes the one that wrote less.
            other.run("INSERT INTO ballast SELECT 1 FROM information_schema.columns LIMIT 500");
            other.run("UPDATE wp_posts SET comment_count = comment_count WHERE ID = 106");
            CompletableFuture<Reconciliation> reconcile =
                    CompletableFuture.supplyAsync(() -> fixture.reconcile(id), THREADS);
            Await.until("it waits for the post's row", SOON, () -> fixture.count("""
                    SELECT COUNT(*) FROM information_schema.processlist
                    WHERE INFO LIKE 'UPDATE `wp_wc_orders`%' AND ID <> CONNECTION_ID()""") > 0);

            other.run("SELECT id FROM wp_wc_orders WHERE id = 106 FOR UPDATE");

            assertThat(FailureDetails.code(failure(reconcile))).isEqualTo("deadlock");
            other.run("ROLLBACK");
        }
        assertThat(fixture.ledgerLines(id)).isZero();
        fixture.reconcile(id);
        assertThat(fixture.store.transitions(id.number())).hasSize(1);
    }

    @Test
    void withTheRowAloneTwoActorsStillMoveTheOrderOnce() {
        StoreSettings settings =
                StoreFixture.settings("", "locks_ledger", StoreSettings.Lock.ROW, StoreSettings.LOCK_NAME);
        try (StoreFixture row = StoreFixture.attach(fixture.store, settings)) {
            OrderId id = row.pending(107);

            CompletableFuture<Reconciliation> one = CompletableFuture.supplyAsync(() -> row.reconcile(id), THREADS);
            CompletableFuture<Reconciliation> other =
                    CompletableFuture.supplyAsync(() -> fixture.reconcile(id), THREADS);

            assertThat(one.join().view()).isEqualTo(other.join().view());
            assertThat(row.store.transitions(id.number())).hasSize(1);
            assertThat(row.store.notes(id.number())).hasSize(1);
        }
    }

    @Test
    void S28_twoStoresOnOneServerDoNotWaitForEachOther() throws SQLException {
        Store second = Store.create(fixture.server, "second", "wp_", "https://second.example", Clock.systemUTC());
        StoreSettings settings =
                StoreFixture.settings("second", "locks_ledger", StoreSettings.Lock.ADVISORY, "{store}:{order}");
        try (StoreFixture other = StoreFixture.attach(second, settings);
                OtherSession php = new OtherSession()) {
            fixture.pending(108);
            OrderId id = other.pending(108);
            php.run("SELECT GET_LOCK('order_payment_lock_108', 0)");

            Reconciliation reconciled = other.orders.reconcile(StoreFixture.command(id, "https://second.example"));

            assertThat(reconciled.view().status()).isEqualTo(PaymentSummary.Status.PAID);
            assertThat(fixture.status(fixture.id(108))).isEqualTo("wc-pending");
            assertThat(fixture.timelines.of(fixture.id(108))).isEmpty();
        } finally {
            second.drop();
        }
    }

    /** Finds a session that waits for the lock, in the words that MySQL and MariaDB share. */
    private static boolean waiting(String lock) {
        return fixture.count("SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User lock'"
                        + " AND info LIKE '%" + lock + "%'")
                > 0;
    }

    private static long holderOf(OtherSession administrator, String lock) {
        long[] holder = new long[1];
        Await.until("another session holds " + lock, SOON, () -> {
            try {
                holder[0] = administrator.run("SELECT IS_USED_LOCK('" + lock + "')");
                return holder[0] > 0;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        return holder[0];
    }

    private static ApplicationFailure failure(CompletableFuture<?> work) {
        try {
            work.join();
            throw new AssertionError("It succeeded");
        } catch (CompletionException failed) {
            assertThat(failed.getCause()).isInstanceOf(ApplicationFailure.class);
            ApplicationFailure failure = (ApplicationFailure) failed.getCause();
            assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
            return failure;
        }
    }

    /** A session of another program on the same server: PHP that takes the same lock, or an administrator. */
    private static final class OtherSession implements AutoCloseable {

        private final Connection connection;

        OtherSession() throws SQLException {
            this.connection =
                    fixture.server.administration(fixture.store.schema()).getConnection();
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
}
