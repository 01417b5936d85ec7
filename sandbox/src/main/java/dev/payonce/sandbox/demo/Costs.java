package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.Statements;
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
        Statements before = Statements.soFar(all);
        for (StoreOrder order : orders) {
            long minor = Metadata.asked(order);
            String intent = all.stripe().shopper().pay(minor, order.currency(), Metadata.tag(all, order));
            Event paid = all.stripe()
                    .events()
                    .last(intent, "payment_intent.succeeded")
                    .orElseThrow();
            all.stripe().webhooks().send(paid);
            awaitRest(histories, order.id());
        }
        Statements during = Statements.soFar(all).minus(before);
        WorkflowExecutionMetadata run =
                histories.runs(Long.toString(orders.getFirst().id())).getFirst();
        return new Costs(
                run.getHistoryLength(),
                histories.events(run).stream()
                        .mapToLong(event -> event.getSerializedSize())
                        .sum(),
                during.all() / (double) PAYMENTS,
                during.commits() / (double) PAYMENTS);
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
}
