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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The test of a server that refuses advisory locks, as Galera does: the order's row and the ledger's keys carry alone. With two
 * nodes ({@code GALERA=2 scripts/with-mariadb}), a write that the other node certified first fails at its commit.
 */
class RowLockTest {

    private static final int ORDERS = 20;
    private static final int ACTORS = 4;

    private static StoreFixture fixture;
    private static Store store;

    @BeforeAll
    static void open() throws IOException {
        store = Store.create(StoreFixture.server(), "row_lock", "wp_", StoreFixture.SITE, Clock.systemUTC());
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
        reconcileAtOnce(orders, List.of(fixture, fixture, fixture, fixture));
        orders.forEach(fixture::reconcile);

        assertThat(paid("wp_payonce_effect WHERE kind = 'paid' AND order_id < 600"))
                .isEqualTo(ORDERS);
        assertThat(paid("row_lock_ledger.payonce_ledger WHERE entry LIKE 'paid%' AND order_id < 600"))
                .isEqualTo(ORDERS);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "PAYONCE_SECOND_NODE", matches = ".+")
    void actorsOnTwoNodesWriteEachEffectOnce() {
        List<OrderId> orders = IntStream.range(0, ORDERS)
                .mapToObj(each -> fixture.pending(600 + each))
                .toList();
        String there = StoreFixture.server()
                .jdbcUrl(store.schema())
                .replaceFirst("//[^/]+/", "//" + System.getenv("PAYONCE_SECOND_NODE") + "/");
        StoreFixture other = StoreFixture.open(store, there, fixture.settings, ACTORS);
        long lost = reconcileAtOnce(orders, List.of(fixture, other, fixture, other));
        other.database.close();

        // An attempt that lost comes again, here on the first node, until what the second one wrote has arrived there.
        assertThat(IntStream.range(0, 50).anyMatch(_ -> reconcileAtOnce(orders, List.of(fixture)) == 0))
                .isTrue();
        assertThat(paid("wp_payonce_effect WHERE kind = 'paid' AND order_id >= 600"))
                .isEqualTo(ORDERS);
        assertThat(paid("row_lock_ledger.payonce_ledger WHERE entry LIKE 'paid%' AND order_id >= 600"))
                .isEqualTo(ORDERS);
        assertThat(lost).as("writes that lost to the other node").isPositive();
    }

    private static int paid(String rows) {
        return fixture.count("SELECT COUNT(*) FROM " + rows);
    }

    /** Lets actors reconcile each order at the same time; returns the number of attempts that lost to another one. */
    private static long reconcileAtOnce(List<OrderId> orders, List<StoreFixture> actors) {
        try (ExecutorService threads = Executors.newFixedThreadPool(ACTORS)) {
            return orders.stream()
                    .flatMap(order -> actors.stream()
                            .map(actor -> CompletableFuture.supplyAsync(() -> loses(order, actor), threads)))
                    .toList()
                    .stream()
                    .filter(CompletableFuture::join)
                    .count();
        }
    }

    /** Reconciles once; an attempt that loses to another one comes again, and never fails for good. */
    private static boolean loses(OrderId order, StoreFixture actor) {
        try {
            actor.reconcile(order);
            return false;
        } catch (ApplicationFailure failure) {
            assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
            return true;
        }
    }
}
