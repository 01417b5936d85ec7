package dev.payonce.sandbox.crowd;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Given;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.TestCard;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The trial with thousands of shoppers who stop in their authentication. The worker that waits for them is killed, and
 * another one continues with few of them in its cache. Then the shoppers continue, and each order is paid. The workers'
 * memory is measured with all of them in the cache, with few, and with none waiting.
 */
public final class Crowd {

    private static final String STORE = "crowd";
    private static final int COUNT = 2_000;
    private static final int FEW = 100;
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Path LOGS = Path.of("sandbox/target/crowd");
    private static final String WAITING =
            "ExecutionStatus = 'Running' AND PaymentStatus = 'OPEN' AND Store = '" + STORE + "'";

    private final Branch store;
    private final Histories histories;
    private final Progress progress;
    private int told;

    private Crowd(Branch store, Histories histories, Progress progress) {
        this.store = store;
        this.histories = histories;
        this.progress = progress;
    }

    /** Returns true if all were paid. */
    public static boolean run(Map<String, String> environment, PrintStream out) throws InterruptedException {
        int count = Math.max(3 * FEW, new Given(environment).number("COUNT", COUNT));
        out.println("Payonce: " + count + " payments that wait for their shoppers; logs: " + LOGS);
        try (Progress progress = new Progress(out);
                Installation all = Installation.start(Programs.QUICK, "", 1, LOGS, Map.of());
                Histories histories = new Histories(all.temporal());
                Branch store = new Branch(all, all.stripe(), STORE, LOGS, cache(count))) {
            all.worker().kill(); // The crowd has a worker of its own.
            all.stripe()
                    .webhooks()
                    .endpoint(
                            store.apiUrl().resolve("/webhooks/stripe"),
                            all.credentials().webhookSecret());
            return new Crowd(store, histories, progress).wait(count);
        }
    }

    private static Map<String, String> cache(int workflows) {
        return Map.of("PAYONCE_CACHED_WORKFLOWS", Integer.toString(workflows), "PAYONCE_GATEWAY_PER_SECOND", "1000");
    }

    private boolean wait(int count) throws InterruptedException {
        store.start().await("readiness");
        List<String> payments = stopHalfWay(store.store().addOrders(1, count));
        long every = heap("all wait, all of them in the cache", count);
        restart(FEW);
        refreshAtAll();
        goOn(payments.subList(0, FEW)); // A worker keeps the memory of the work that it has done once.
        long few = heap("after kill -9, " + FEW + " in the cache", count - FEW);

        boolean paid = goOn(payments.subList(FEW, count));
        long none = paid ? heap("the same worker, none waits", 0) : few;
        double cached = (every - few) / 1e3 / (count - FEW);
        say("a payment that waits costs %.1f kB in the cache, %.1f kB outside"
                .formatted(cached, ((few - none) / 1e3 - cached * FEW) / (count - 2 * FEW)));
        return paid;
    }

    private boolean goOn(List<String> payments) throws InterruptedException {
        long paid = paid() + payments.size();
        payments.forEach(store.stripe().shopper()::authenticates);
        deliver();
        boolean all = Await.holdsWithin(PATIENCE, () -> paid() == paid);
        say(paid() + " are paid");
        return all;
    }

    /** Opens one payment of each order, for which the gateway requires an action of its shopper. */
    private List<String> stopHalfWay(List<StoreOrder> orders) throws InterruptedException {
        List<String> payments = new ArrayList<>();
        for (StoreOrder order : orders) {
            StripeSimulator stripe = store.stripe();
            String payment = stripe.shopper().open(Metadata.asked(order), order.currency(), Metadata.tag(store, order));
            stripe.shopper().confirm(payment, TestCard.THREE_D_SECURE);
            payments.add(payment);
        }
        deliver();
        Await.until("all wait", PATIENCE, () -> waiting() >= orders.size());
        return payments;
    }

    /** Delivers the events since the last time. */
    private void deliver() throws InterruptedException {
        List<Event> events = store.stripe().events().all();
        store.stripe()
                .webhooks()
                .deliver(
                        events.subList(told, events.size()),
                        DeliveryPlan.orderly().atOnce(AT_ONCE))
                .await(PATIENCE);
        told = events.size();
    }

    private void restart(int cached) {
        store.worker().kill();
        store.startAgain(cache(cached)).await("readiness");
    }

    /** Has the current worker take up each run once. */
    private void refreshAtAll() {
        histories
                .client()
                .listExecutions(WAITING)
                .forEach(run -> histories
                        .client()
                        .newUntypedWorkflowStub(run.getExecution().getWorkflowId())
                        .signal("refresh"));
        Await.until("all wait again", PATIENCE, () -> histories.atWork() == 0);
    }

    private long waiting() {
        return histories.count(WAITING);
    }

    private long paid() {
        return store.store().orders().stream().filter(OrderRow::isPaid).count();
    }

    private long heap(String when, int expected) {
        Await.until(expected + " payments wait", PATIENCE, () -> waiting() == expected);
        long bytes = store.worker().heapInUse();
        say("%s: %.1f MB of heap".formatted(when, bytes / 1e6));
        return bytes;
    }

    private void say(String what) {
        progress.say(what);
    }
}
