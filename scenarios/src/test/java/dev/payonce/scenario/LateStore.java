package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.stripe.AheadGateway;
import dev.payonce.gateway.stripe.StripeAccount;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Policy;
import dev.payonce.redis.CacheSeal;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewDecision;
import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.Note;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import dev.payonce.settings.TemporalSettings;
import dev.payonce.temporal.ActivityClock;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.woocommerce.MySqlOrderKeys;
import dev.payonce.woocommerce.MySqlOrders;
import dev.payonce.woocommerce.StoreGuard;
import dev.payonce.workflow.CallbackWorkflowImpl;
import dev.payonce.workflow.PaymentWorkflowImpl;
import dev.payonce.workflow.TaskQueues;
import dev.payonce.workflow.TemporalPaymentClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An order of a store whose workers run in this JVM, on real servers, with clocks that a test can move. */
public final class LateStore implements AutoCloseable {

    private final Shop shop;
    private final Branch branch;
    private final StoreOrder order;
    private final LateMoney money;
    private final StoreSettings settings;
    private final StripeAccount stripe;
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Database database;
    private final StoreGuard guard;
    private final TemporalConnection temporal;
    private final RedisIdempotencyCache results;
    private Policy.Terms terms = Policy.Terms.DEFAULT;

    public LateStore(Shop shop, String name) {
        this.shop = shop;
        this.branch = shop.branch(name, Map.of());
        this.order = branch.store().addOrders(5, 1).getFirst();
        this.money = new LateMoney(shop.all().stripe(), name);
        this.settings = StoreSettings.of(name);
        this.stripe = new StripeAccount(
                "stripe",
                shop.all().credentials().stripeKey(),
                shop.all().stripe().baseUrl().toString());
        this.database = Database.open(
                shop.all().mysql().jdbcUrl(name),
                shop.all().mysql().user(),
                shop.all().mysql().password(),
                4,
                metrics);
        this.guard = new StoreGuard(database, settings, stripe.live(), StoreSettings.Accepted.NOTHING);
        this.temporal = new TemporalConnection(
                new TemporalSettings(shop.all().temporal().address(), "default"), metrics);
        this.results = new RedisIdempotencyCache(
                shop.all().redis().url(),
                name,
                CacheSeal.of(List.of(shop.all().credentials().cacheSecret())),
                metrics);
        new LedgerMigrations(database, settings).run();
        guard.pin();
    }

    /** Sets the merchant's terms for workers that start later. */
    public LateStore wants(Policy.Terms wanted) {
        terms = wanted;
        return this;
    }

    /** The tasks that a worker takes. */
    public enum Duty {
        EVERYTHING,
        /** The worker reaches neither the store nor its ledger. */
        ALL_BUT_THE_STORE,
        /** The worker carries out no operation. */
        ALL_BUT_THE_GATEWAY
    }

    /** Works until it is closed, while its clock is that far ahead of the real time. */
    public AutoCloseable worker(Duration ahead, Duty duty) {
        Clock clock = Clock.offset(new ActivityClock(), ahead);
        WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
        Worker payments = factory.newWorker(TaskQueues.payments(branch.name()));
        payments.registerWorkflowImplementationTypes(PaymentWorkflowImpl.class, CallbackWorkflowImpl.class);
        payments.registerActivitiesImplementations(results);
        if (duty != Duty.ALL_BUT_THE_STORE) {
            payments.registerActivitiesImplementations(new LateOrders(
                    new MySqlOrders(database, settings, guard, terms, clock, metrics), ahead, Instant.now()));
        }
        if (duty == Duty.EVERYTHING) {
            factory.newWorker(TaskQueues.gateway(branch.name(), stripe.name()))
                    .registerActivitiesImplementations(
                            AheadGateway.of(stripe, new MySqlOrderKeys(database, settings), ahead));
        }
        factory.start();
        return () -> {
            factory.shutdownNow();
            factory.awaitTermination(20, TimeUnit.SECONDS);
        };
    }

    /** Asks for the order to be charged; a shopper who has gone away comes back with the same key. */
    public CompletableFuture<PaymentResult> pay(String key) {
        return pay(key, TestCard.VISA);
    }

    public CompletableFuture<PaymentResult> pay(String key, TestCard card) {
        return ask(new Request.Pay(key, stripe.name(), card.id(), false, "", false));
    }

    /**
     * Refunds a part, or all that is left.
     *
     * @param minor the amount, or empty for all that is left; a second request computes it again
     */
    public CompletableFuture<PaymentResult> giveBack(String key, Optional<Long> minor, long refund) {
        return ask(new Request.Refund(key, minor, refund, RefundReason.NONE));
    }

    private CompletableFuture<PaymentResult> ask(Request request) {
        return CompletableFuture.supplyAsync(
                () -> new TemporalPaymentClient(temporal.client(), branch.name())
                        .request(id(), request, stripe.name())
                        .result(),
                task -> Thread.ofVirtual().start(task));
    }

    /**
     * Requests the charge; it happens, and its worker, whose clock is that far ahead, dies before it reads the
     * response.
     */
    public CompletableFuture<PaymentResult> payAndDie(String key, Duration ahead) throws Exception {
        try (Barrier charge = money.hold(Barrier.Phase.FINISHED, Route.CREATE_INTENT)) {
            CompletableFuture<PaymentResult> asked;
            try (var _ = worker(ahead, Duty.EVERYTHING)) {
                asked = pay(key);
                assertThat(charge.await(Shop.PATIENCE)).as("the charge is sent").isPresent();
            }
            charge.drop();
            return asked;
        }
    }

    public void refresh() {
        shop.runs().signal(id().workflowId(), "refresh");
    }

    /** Refreshes twice: the second read of the payment comes after everything that followed from the first. */
    public void refreshes() {
        for (int time = 0; time < 2; time++) {
            long before = money.reads();
            refresh();
            Await.until("the payment is read", Shop.PATIENCE, () -> money.reads() > before);
        }
    }

    /** Reports whether the run accepted the decision. */
    public boolean decides(ReviewDecision decision) {
        return shop.runs().decides(id().workflowId(), decision);
    }

    /** Delivers Stripe's callbacks about all of the order's payments to its workflow, until it rests. */
    public void deliverEverything() {
        TemporalPaymentClient payments = new TemporalPaymentClient(temporal.client(), branch.name());
        money.events()
                .forEach(event -> payments.deliver(
                        id(), new Callback(event.id(), stripe.name(), event.intent(), event.type(), "")));
        Await.until(
                "all of it is settled",
                Shop.PATIENCE,
                () -> shop.runs()
                        .latest(id().workflowId())
                        .filter(run -> !run.open() || run.payment().equals("NEEDS_REVIEW"))
                        .isPresent());
    }

    /** Writes the order as another program does. */
    public void becomes(String status) {
        branch.store().setStatus(order.id(), status);
    }

    private OrderId id() {
        return new OrderId(branch.name(), order.id());
    }

    /** Returns the calls that Stripe got for the order, and what it did. */
    public LateMoney money() {
        return money;
    }

    public long asked() {
        return Metadata.asked(order);
    }

    public List<String> notes() {
        return branch.store().notes(order.id()).stream().map(Note::text).toList();
    }

    /** Refunds by their cause and what they came to. */
    public double counted(String cause, String state) {
        return metrics.counter("payonce.reversals", "kind", "refund", "cause", cause, "state", state)
                .count();
    }

    public List<String> ledger() {
        return shop.ledger(id());
    }

    /** Returns the final result that the ledger has for this key. */
    public String onRecord(String key) {
        return branch.store()
                .sql()
                .sql("SELECT result FROM payonce.payonce_request WHERE store = ? AND idempotency_key = ?")
                .params(branch.name(), key)
                .query(String.class)
                .single();
    }

    public LateStore awaitLine(String entry) {
        boolean _ = Await.holdsWithin(Shop.PATIENCE, () -> ledger().contains(entry));
        assertThat(ledger()).contains(entry);
        return this;
    }

    public LateStore awaitStatus(String status) {
        Await.until(
                status,
                Shop.PATIENCE,
                () -> branch.store().order(order.id()).orElseThrow().status().equals(status));
        return this;
    }

    /** Restores order and ledger to the time before the payment, and the sweep's cursor to now. */
    public void isRestored() {
        BranchOrder.restore(branch, order.id(), Clock.systemUTC().instant());
    }

    public void isPaidOnce() {
        awaitLine("paid");
        assertThat(branch.store().order(order.id()).orElseThrow().status()).isEqualTo("wc-processing");
        assertThat(branch.store().transitions(order.id())).hasSize(1);
    }

    public void isUnpaid() {
        isUnpaidAnd("wc-pending");
    }

    public void isUnpaidAnd(String status) {
        assertThat(branch.store().order(order.id()).orElseThrow().status()).isEqualTo(status);
        assertThat(ledger()).doesNotContain("paid");
    }

    @Override
    public void close() {
        shop.runs().terminateIfOpen(id().workflowId());
        temporal.close();
        results.close();
        database.close();
        branch.close();
    }
}
