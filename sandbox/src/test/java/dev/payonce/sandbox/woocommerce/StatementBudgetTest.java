package dev.payonce.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import dev.payonce.order.OrderId;
import dev.payonce.payment.APayment;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Orders;
import dev.payonce.payment.Outcome;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Request;
import dev.payonce.payment.Settlement;
import dev.payonce.payment.View;
import dev.payonce.sandbox.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a payment costs the shop's database, by the server's own count: everything that its session was asked. */
class StatementBudgetTest {

    private static Bench bench;

    @BeforeAll
    static void open() {
        Store store = Store.create(Bench.server(), "budget", "wp_", Bench.SITE, Clock.systemUTC());
        bench = Bench.open(store, Bench.settings("budget"), 1);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void aPaymentTakesAtMostSixteenStatementsAndOneCommit() {
        OrderId id = bench.pending(301);
        settleAnother(302);
        Map<String, Long> before = counters();

        assertThat(bench.settle(id).view().status()).isEqualTo(View.Status.PAID);

        Map<String, Long> cost = since(before);
        assertThat(cost.get("Questions")).as("%s", cost).isLessThanOrEqualTo(16);
        assertThat(cost.get("statement/sql/commit")).isEqualTo(1);
        assertThat(cost).doesNotContainKeys("statement/sql/set_option", "statement/sql/rollback");
    }

    @Test
    void aSettleThatChangesNothingCommitsNothing() {
        OrderId id = settleAnother(303);
        Map<String, Long> before = counters();

        bench.settle(id);

        Map<String, Long> cost = since(before);
        assertThat(cost.get("Questions")).as("%s", cost).isLessThanOrEqualTo(8);
        assertThat(cost)
                .doesNotContainKeys(
                        "statement/sql/commit",
                        "statement/sql/insert",
                        "statement/sql/update",
                        "statement/sql/set_option");
    }

    /** Its decision, and what it came to with its note: each no more than a payment. */
    @Test
    void aRefundTakesTwoSettlesWithinTheSameBudget() {
        OrderId id = settleAnother(304);
        Payment paid = Bench.captured(304, Bench.SITE);
        Request wish = new Request.Refund("refund-304", Optional.of(1000L), 17, Operation.Refund.Why.NONE);
        Map<String, Long> before = counters();

        Settlement decided =
                bench.orders.settle(settle(id, Observation.of(asked(paid), List.of(paid), Names.NONE), wish));
        Map<String, Long> decision = since(before);
        Operation.Refund refund = (Operation.Refund) decided.due().getFirst();
        Payment after = new APayment(paid)
                .back(new Payment.Return(
                        "re_304",
                        Payment.Return.Kind.REFUND,
                        Payment.Return.State.DONE,
                        refund.money(),
                        Optional.of(refund.number()),
                        Optional.of(17L)))
                .made();
        Map<String, Long> between = counters();
        bench.orders.settle(settle(id, Observation.of(new Outcome.Seen(refund.number(), after)), wish));
        Map<String, Long> outcome = since(between);

        System.out.println(
                "A refund takes " + decision.get("Questions") + " + " + outcome.get("Questions") + " statements");
        assertThat(decision.get("Questions")).as("%s", decision).isLessThanOrEqualTo(16);
        assertThat(outcome.get("Questions")).as("%s", outcome).isLessThanOrEqualTo(16);
        assertThat(List.of(decision.get("statement/sql/commit"), outcome.get("statement/sql/commit")))
                .containsOnly(1L);
    }

    private static Lookup asked(Payment payment) {
        return new Lookup("stripe", Names.of(payment.id()));
    }

    private static Orders.Settle settle(OrderId id, Observation seen, Request wish) {
        return new Orders.Settle(id, seen, List.of(wish), List.of(), "test");
    }

    /** Also warms the connection up, whose making is not part of a payment. */
    private static OrderId settleAnother(long number) {
        OrderId id = bench.pending(number);
        bench.settle(id);
        return id;
    }

    /** Of the pool's only connection. */
    private static Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        bench.store
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
                .param("schema", bench.store.schema())
                .param("user", bench.user)
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
