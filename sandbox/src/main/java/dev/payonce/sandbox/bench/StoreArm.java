package dev.payonce.sandbox.bench;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.Statements;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.workflow.TaskQueues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The arm that is Payonce: a store with its own worker and API, which completes each payment by one callback. */
public final class StoreArm implements Arm {

    private final Servers servers;
    private final Branch store;
    private final StoreProgram api;
    private int seed;
    private long paid;
    private long lastOrder;
    private Statements statements = new Statements(0, 0);

    /** @param settings besides those of every arm */
    public StoreArm(Installation all, Histories histories, String name, Path logs, Map<String, String> settings) {
        this.servers = new Servers(all, histories);
        Map<String, String> own = new TreeMap<>(settings);
        own.put("PAYONCE_GATEWAY_PER_SECOND", "1000");
        own.put("PAYONCE_SWEEP_EVERY", "86400");
        // The sandbox's processes start with the quick compiler alone; production has both.
        own.put("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4");
        this.store = new Branch(all, all.stripe(), name, logs, own).start();
        this.api = new StoreProgram(store.apiUrl(), all.credentials());
    }

    /** Returns when worker and API are ready. */
    public StoreArm await() {
        store.await("readiness");
        return this;
    }

    @Override
    public String name() {
        return store.name();
    }

    /** Completes this many payments by one callback each. */
    @Override
    public Cost round(int payments) {
        List<StoreOrder> orders = store.store().addOrders(++seed, payments);
        List<Event> events = orders.stream().map(this::captured).toList();
        Statements before = Statements.soFar(servers.all());
        Cost cost = servers.measure(
                TaskQueues.payments(store.name()), paid, events, this::deliver, store.worker(), List.of(store.api()));
        statements = Statements.soFar(servers.all()).minus(before);
        paid += payments;
        lastOrder = orders.getLast().id();
        long unpaid =
                paid - store.store().orders().stream().filter(OrderRow::isPaid).count();
        if (unpaid > 0) {
            throw new IllegalStateException(unpaid + " orders of " + store.name() + " are not paid after their runs");
        }
        return cost;
    }

    private void deliver(Event event) {
        int status = api.post("stripe", store.stripe().webhooks().forger().signed("as it came", event.json()))
                .status();
        if (status != 200) {
            throw new IllegalStateException(store.name() + " answered a callback with " + status);
        }
    }

    private Event captured(StoreOrder order) {
        StripeSimulator stripe = store.stripe();
        String intent = stripe.shopper().pay(Metadata.asked(order), order.currency(), Metadata.tag(store, order));
        return stripe.events().last(intent, "payment_intent.succeeded").orElseThrow();
    }

    @Override
    public History history() {
        return servers.history(store.name() + "-" + lastOrder);
    }

    /** Returns the statements of the last round on the store's database; the worker's own checks are among them. */
    Statements statements() {
        return statements;
    }

    @Override
    public void close() {
        api.close();
        store.close();
    }
}
