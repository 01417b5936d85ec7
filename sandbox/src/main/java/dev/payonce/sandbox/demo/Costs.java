package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.store.StoreOrder;
import dev.payonce.sandbox.stripe.Event;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.util.List;

/**
 * What one payment costs that one callback completes, measured in a quiet moment: history events and bytes, statements
 * and commits on the store's database.
 */
record Costs(long events, long bytes, double statements, double commits) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PAYMENTS = 3;

    static Costs measure(Installation all, Histories histories, long seed) throws InterruptedException {
        List<StoreOrder> orders = all.store().addOrders(seed, PAYMENTS);
        long[] before = counters(all);
        for (StoreOrder order : orders) {
            long minor = Cast.asked(order);
            String intent = all.stripe().shopper().pay(minor, order.currency(), Cast.tag(all, order));
            Event paid = all.stripe()
                    .events()
                    .last(intent, "payment_intent.succeeded")
                    .orElseThrow();
            all.stripe().webhooks().send(paid);
            awaitRest(histories, order.id());
        }
        long[] after = counters(all);
        WorkflowExecutionMetadata run =
                histories.runs(Long.toString(orders.getFirst().id())).getFirst();
        return new Costs(
                run.getHistoryLength(),
                histories.events(run).stream()
                        .mapToLong(event -> event.getSerializedSize())
                        .sum(),
                (after[0] - before[0]) / (double) PAYMENTS,
                (after[1] - before[1]) / (double) PAYMENTS);
    }

    private static void awaitRest(Histories histories, long order) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (histories.count("WorkflowId = '" + order + "' AND ExecutionStatus = 'Completed'") == 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Order " + order + " does not come to rest");
            }
            Disturbances.pause(Duration.ofMillis(50));
        }
    }

    /** Statements and commits of the application's user so far, by MySQL's own counters. */
    private static long[] counters(Installation all) {
        return all.store()
                .sql()
                .sql("""
                        SELECT SUM(COUNT_STAR) statements,
                               SUM(IF(EVENT_NAME = 'statement/sql/commit', COUNT_STAR, 0)) commits
                        FROM performance_schema.events_statements_summary_by_user_by_event_name
                        WHERE USER = ? AND EVENT_NAME LIKE 'statement/sql/%'""")
                .param(all.mysql().user())
                .query((row, _) -> new long[] {row.getLong("statements"), row.getLong("commits")})
                .single();
    }
}
