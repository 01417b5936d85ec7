package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.Store;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The test of a server that refuses advisory locks, as Galera does: the order's row and the ledger's keys carry alone. One
 * server stands for the cluster; a write that another node certified first fails at the commit, like a deadlock here.
 */
class RowLockTest {

    private static final int ORDERS = 20;
    private static final int ACTORS = 4;

    private static StoreFixture fixture;

    @BeforeAll
    static void open() throws IOException {
        Store store = Store.create(StoreFixture.server(), "row_lock", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.createPluginTables(store);
        StoreSettings settings =
                StoreFixture.settings("", "row_lock_ledger", StoreSettings.Lock.ROW, StoreSettings.LOCK_NAME);
        fixture = StoreFixture.open(store, settings.with(StoreSettings.Effects.PLUGIN), ACTORS);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void actorsAtOnceWriteEachEffectOnce() {
        List<OrderId> orders = IntStream.range(0, ORDERS)
                .mapToObj(each -> fixture.pending(500 + each))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(ACTORS)) {
            Stream.of(orders, orders, orders, orders)
                    .flatMap(List::stream)
                    .map(order -> CompletableFuture.runAsync(() -> reconcile(order), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        orders.forEach(fixture::reconcile);

        assertThat(fixture.count("SELECT COUNT(*) FROM wp_payonce_effect WHERE kind = 'paid'"))
                .isEqualTo(ORDERS);
        assertThat(fixture.count("SELECT COUNT(*) FROM row_lock_ledger.payonce_ledger WHERE entry LIKE 'paid%'"))
                .isEqualTo(ORDERS);
    }

    /** Reconciles once; an attempt that loses to another one comes again, and never fails for good. */
    private static void reconcile(OrderId order) {
        try {
            fixture.reconcile(order);
        } catch (ApplicationFailure failure) {
            assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        }
    }
}
