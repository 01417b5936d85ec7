package dev.payonce.sandbox.codec;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An arm of the trial: a store with its own worker and API, whose CPU is measured while payments are completed. */
final class Arm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Installation all;
    private final Histories histories;
    private final Branch store;
    private final StoreProgram api;
    private int seed;
    private long paid;

    /** @param settings besides those of every arm */
    Arm(Installation all, Histories histories, String name, Path logs, Map<String, String> settings) {
        this.all = all;
        this.histories = histories;
        Map<String, String> own = new TreeMap<>(settings);
        own.put("PAYONCE_GATEWAY_PER_SECOND", "1000");
        own.put("PAYONCE_SWEEP_EVERY", "86400");
        // The sandbox's processes start with the quick compiler alone; production has both.
        own.put("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4");
        this.store = new Branch(all, all.stripe(), name, logs, own).start();
        this.api = new StoreProgram(store.apiUrl(), all.credentials());
    }

    Arm await() {
        store.await("readiness");
        return this;
    }

    /**
     * The CPU of a payment, by process.
     *
     * @param temporal the server's, which all arms share
     */
    record Cost(double worker, double api, double temporal) {

        double payonce() {
            return worker + api;
        }
    }

    /** Completes this many payments by one callback each, and returns the CPU of one in milliseconds. */
    Cost round(int payments) {
        List<StoreOrder> orders = store.store().addOrders(++seed, payments);
        List<Event> events = orders.stream().map(this::captured).toList();
        Duration worker = store.worker().cpu();
        Duration answering = store.api().cpu();
        Duration temporal = all.temporal().cpu();
        StripeSimulator stripe = store.stripe();
        events.forEach(event -> {
            int status = api.post("stripe", stripe.webhooks().forger().signed("as it came", event.json()))
                    .status();
            if (status != 200) {
                throw new IllegalStateException(store.name() + " answered a callback with " + status);
            }
        });
        paid += payments;
        Await.until("all are paid", PATIENCE, () -> paid() == paid);
        Await.until("all runs rest", PATIENCE, () -> histories.atWork() == 0);
        return new Cost(
                each(store.worker().cpu().minus(worker), payments),
                each(store.api().cpu().minus(answering), payments),
                each(all.temporal().cpu().minus(temporal), payments));
    }

    private Event captured(StoreOrder order) {
        StripeSimulator stripe = store.stripe();
        String intent = stripe.shopper().pay(Metadata.asked(order), order.currency(), Metadata.tag(store, order));
        return stripe.events().last(intent, "payment_intent.succeeded").orElseThrow();
    }

    private long paid() {
        return store.store().orders().stream().filter(OrderRow::isPaid).count();
    }

    private static double each(Duration cpu, int payments) {
        return cpu.toNanos() / 1e6 / payments;
    }

    @Override
    public void close() {
        api.close();
        store.close();
    }
}
