package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.servers.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The orders of one cart on a real MySQL: at most one of them is charged. */
class TwinOrdersMySqlTest {

    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open("twins");

    /**
     * Both orders decide on a charge before either is committed. The barrier is the slot itself: the test holds each slot,
     * so both transactions have read and decided, and wait for it at the same moment.
     */
    @Test
    void twoTwinsThatDecideAtTheSameMomentAreOneCharge() throws Exception {
        OrderId first = twin(701, "cart-a");
        OrderId second = twin(702, "cart-a");
        fixture.pay(twin(703, "cart-b"), "warm-up");

        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                Connection barrier = StoreFixture.server()
                        .administration(fixture.settings.ledger())
                        .getConnection()) {
            holdEverySlot(barrier);
            Callable<Reconciliation> one = () -> fixture.pay(first, "k-701");
            Callable<Reconciliation> other = () -> fixture.pay(second, "k-702");
            List<Future<Reconciliation>> both = List.of(threads.submit(one), threads.submit(other));
            Await.until("both wait for their slot", Duration.ofSeconds(2), () -> waiting() == 2);
            barrier.commit();

            List<Reconciliation> reconciled =
                    List.of(both.get(0).get(), both.get(1).get());

            assertThat(reconciled.stream().mapToInt(each -> each.due().size()).sum())
                    .as("%s", reconciled)
                    .isEqualTo(1);
            assertThat(reconciled.stream().flatMap(each -> each.results().values().stream()))
                    .filteredOn(result -> result.is(PaymentResult.State.REFUSED))
                    .singleElement()
                    .satisfies(refused -> assertThat(refused.code()).matches("twin_of:70[12]"));
        }
    }

    @Test
    void aPaidTwinStandsAgainstACharge() {
        OrderId paid = twin(711, "cart-c");
        OrderId second = twin(712, "cart-c");
        fixture.store.addMeta(paid.number(), "_order_number_formatted", "2026-0711");
        assertThat(fixture.reconcile(paid).due()).isEmpty();

        assertThat(result(fixture.pay(second, "k-712"), "k-712").code()).isEqualTo("twin_of:2026-0711");
    }

    @Test
    void aDeclinedTwinAtRestACancelledAndARefundedOneStandAgainstNothing() {
        OrderId order = twin(721, "cart-d");
        twin(722, "cart-d");
        Stream.of(Status.CANCELLED, Status.FAILED).forEach(status -> {
            OrderId other = twin(723 + status.ordinal(), "cart-d");
            fixture.store.setStatus(other.number(), StoreFixture.stored(status));
        });
        OrderId refunded = twin(740, "cart-d");
        fixture.reconcile(refunded);
        fixture.store.setStatus(refunded.number(), "wc-refunded");

        assertThat(fixture.pay(order, "k-721").due()).hasSize(1);
    }

    @Test
    void ordersOfAnotherCartShopperTotalOrHourAreNoTwins() {
        OrderId order = twin(751, "cart-e");
        fixture.reconcile(twin(752, "cart-f"));
        for (String change : List.of(
                "UPDATE wp_wc_orders SET billing_email = 'bo@example.invalid' WHERE id = 753",
                "UPDATE wp_wc_orders SET total_amount = 10 WHERE id = 754",
                "UPDATE wp_wc_orders SET customer_id = 7 WHERE id = 755",
                "UPDATE wp_wc_orders SET date_created_gmt = date_created_gmt - INTERVAL 11 MINUTE WHERE id = 756")) {
            long number = Long.parseLong(change.substring(change.length() - 3));
            fixture.reconcile(twin(number, "cart-e"));
            fixture.store.sql().sql(change).update();
        }

        assertThat(fixture.pay(order, "k-751").due()).hasSize(1);
    }

    private static OrderId twin(long number, String cart) {
        OrderId id = fixture.pending(number);
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_orders SET billing_email = 'ada@example.invalid', customer_id = 0 WHERE id = ?")
                .param(number)
                .update();
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET cart_hash = ? WHERE order_id = ?")
                .params(cart, number)
                .update();
        return id;
    }

    private static PaymentResult result(Reconciliation reconciled, String key) {
        return reconciled.results().getOrDefault(key, PaymentResult.observing());
    }

    private static void holdEverySlot(Connection barrier) throws SQLException {
        barrier.setAutoCommit(false);
        try (Statement sql = barrier.createStatement()) {
            String digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
                    + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9"
                    + " UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12 UNION ALL SELECT 13"
                    + " UNION ALL SELECT 14 UNION ALL SELECT 15)";
            sql.executeUpdate("INSERT INTO payonce_cart (store, slot) SELECT '', LOWER(CONCAT(HEX(a.d), HEX(b.d),"
                    + " HEX(c.d))) FROM " + digits + " a, " + digits + " b, " + digits + " c"
                    + " ON DUPLICATE KEY UPDATE payonce_cart.slot = payonce_cart.slot");
        }
    }

    private static int waiting() {
        return fixture.count("SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'INSERT INTO%'"
                + " AND info LIKE '%payonce_cart%'");
    }
}
