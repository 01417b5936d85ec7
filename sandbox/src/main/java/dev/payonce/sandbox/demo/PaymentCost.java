package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.Statements;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.account.Event;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.util.List;

/**
 * The cost of one payment that one callback completes, measured in a quiet moment: history events and bytes, statements
 * and commits on the store's database.
 */
record PaymentCost(long events, long bytes, long statements, long commits) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PAYMENTS = 3;

    static PaymentCost measure(Installation all, Histories histories, long seed) throws InterruptedException {
        all.stripe().deliverByHand(); // One callback, not all that Stripe would send.
        List<StoreOrder> orders = all.store().addOrders(seed, PAYMENTS);
        Statements least = new Statements(Long.MAX_VALUE, Long.MAX_VALUE);
        for (StoreOrder order : orders) {
            Statements before = Statements.soFar(all);
            long minor = Metadata.asked(order);
            String intent = all.stripe().shopper().pay(minor, order.currency(), Metadata.tag(all, order));
            Event paid = all.stripe()
                    .events()
                    .last(intent, "payment_intent.succeeded")
                    .orElseThrow();
            all.stripe().webhooks().send(paid);
            awaitRest(histories, order.id());
            // A pooled connection that is renewed meanwhile adds statements that are not the payment's.
            Statements spent = Statements.soFar(all).minus(before);
            least = spent.all() < least.all() ? spent : least;
        }
        WorkflowExecutionMetadata run =
                histories.runs(Long.toString(orders.getFirst().id())).getFirst();
        return new PaymentCost(
                run.getHistoryLength(),
                histories.events(run).stream()
                        .mapToLong(event -> event.getSerializedSize())
                        .sum(),
                least.all(),
                least.commits());
    }

    private static void awaitRest(Histories histories, long order) {
        String rests = "WorkflowId = '" + order + "' AND ExecutionStatus = 'Completed'";
        Await.until("order " + order + " is at rest", PATIENCE, () -> histories.count(rests) > 0);
    }
}
