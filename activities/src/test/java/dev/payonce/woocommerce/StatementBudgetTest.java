package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.Store;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The budget of a payment's statements in the shop's database, by the server's own count. */
class StatementBudgetTest {

    private static StoreFixture fixture;

    @BeforeAll
    static void open() {
        Store store = Store.create(StoreFixture.server(), "budget", "wp_", StoreFixture.SITE, Clock.systemUTC());
        fixture = StoreFixture.open(store, StoreFixture.settings("budget"), 1);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void aPaymentTakesAtMostThirteenStatementsAndOneCommit() {
        OrderId id = fixture.pending(301);
        reconcileAnother(302);
        Map<String, Long> before = counters();

        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);

        Map<String, Long> cost = since(before);
        assertThat(cost.get("Questions")).as("%s", cost).isLessThanOrEqualTo(13);
        assertThat(cost.get("statement/sql/commit")).isEqualTo(1);
        assertThat(cost).doesNotContainKeys("statement/sql/set_option", "statement/sql/rollback");
    }

    @Test
    void aReconcileThatChangesNothingCommitsNothing() {
        OrderId id = reconcileAnother(303);
        Map<String, Long> before = counters();

        fixture.reconcile(id);

        Map<String, Long> cost = since(before);
        assertThat(cost.get("Questions")).as("%s", cost).isLessThanOrEqualTo(6);
        assertThat(cost)
                .doesNotContainKeys(
                        "statement/sql/commit",
                        "statement/sql/insert",
                        "statement/sql/update",
                        "statement/sql/set_option");
    }

    @Test
    void aPaymentThatWaitsWritesItsNextRefreshInTheSameCommit() {
        OrderId id = fixture.pending(304);
        reconcileAnother(305);
        Map<String, Long> before = counters();

        fixture.orders.reconcile(StoreFixture.pendingOf(id));

        Map<String, Long> cost = since(before);
        assertThat(cost.get("Questions")).as("%s", cost).isLessThanOrEqualTo(14);
        assertThat(cost.get("statement/sql/commit")).isEqualTo(1);
    }

    @Test
    void aChargeReadsItsTwinsByTwoStatements() {
        OrderId plain = fixture.pending(306);
        OrderId inCart = fixture.pending(307);
        reconcileAnother(308);
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_orders SET customer_id = 7 WHERE id = 307")
                .update();
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET cart_hash = 'a-cart' WHERE order_id = 307")
                .update();
        Map<String, Long> before = counters();
        charge(plain);
        long withoutCart = since(before).getOrDefault("Questions", 0L);
        before = counters();

        charge(inCart);

        Map<String, Long> cost = since(before);
        assertThat(cost.get("Questions"))
                .as("%s", cost)
                .isEqualTo(withoutCart + 2)
                .isLessThanOrEqualTo(16);
        assertThat(cost.get("statement/sql/commit")).isEqualTo(1);
    }

    private static void charge(OrderId id) {
        assertThat(fixture.pay(id, "pay-" + id.number()).due()).hasSize(1);
    }

    /** Reconciles another order; the first call also opens the connection, which is not part of a payment. */
    private static OrderId reconcileAnother(long number) {
        OrderId id = fixture.pending(number);
        fixture.reconcile(id);
        return id;
    }

    /** Returns the counters of the pool's only connection. */
    private static Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        fixture.store
                .sql()
                .sql("""
                        SELECT v.VARIABLE_NAME, v.VARIABLE_VALUE FROM performance_schema.status_by_thread v
                        JOIN performance_schema.threads t USING (THREAD_ID)
                        WHERE t.PROCESSLIST_DB = :schema AND t.PROCESSLIST_USER = :user AND v.VARIABLE_NAME = 'Questions'
                        UNION ALL
                        SELECT s.EVENT_NAME, s.COUNT_STAR
                        FROM performance_schema.events_statements_summary_by_thread_by_event_name s
                        JOIN performance_schema.threads t USING (THREAD_ID)
                        WHERE t.PROCESSLIST_DB = :schema AND t.PROCESSLIST_USER = :user AND s.COUNT_STAR > 0""")
                .param("schema", fixture.store.schema())
                .param("user", fixture.user)
                .query(row -> {
                    counters.merge(row.getString(1), row.getLong(2), Long::sum);
                });
        return counters;
    }

    private static Map<String, Long> since(Map<String, Long> before) {
        Map<String, Long> cost = counters();
        cost.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
        cost.values().removeIf(count -> count == 0);
        return cost;
    }
}
