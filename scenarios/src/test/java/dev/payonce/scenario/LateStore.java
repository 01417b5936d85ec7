package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.gateway.stripe.LateWorkers.Duty;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Policy;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewDecision;
import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.Note;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An order of a store whose workers run in this JVM, on real servers, with clocks that a test can move. */
public final class LateStore implements AutoCloseable {

    private final Shop shop;
    private final Branch branch;
    private final StoreOrder order;
    private final LateWorkers workers;
    private final Money money = new Money();

    public LateStore(Shop shop, String name) {
        this.shop = shop;
        this.branch = shop.branch(name, Map.of());
        this.order = branch.store().addOrders(5, 1).getFirst();
        this.workers = new LateWorkers(shop.all(), name);
    }

    /** Sets the merchant's terms for workers that start later. */
    public LateStore wants(Policy.Terms wanted) {
        workers.want(wanted);
        return this;
    }

    /** Works until it is closed, while its clock is that far ahead of the real time. */
    public AutoCloseable worker(Duration ahead, Duty duty) {
        return workers.start(ahead, duty);
    }

    /** Asks for the order to be charged; a shopper who has gone away comes back with the same key. */
    public CompletableFuture<PaymentResult> pay(String key) {
        return pay(key, TestCard.VISA);
    }

    public CompletableFuture<PaymentResult> pay(String key, TestCard card) {
        return ask(new Request.Pay(key, workers.account(), card.id(), false, "", false, ""));
    }

    public CompletableFuture<PaymentResult> authorize(String key, TestCard card) {
        return ask(new Request.Pay(key, workers.account(), card.id(), true, "https://shop.invalid/paid", false, ""));
    }

    /**
     * Refunds a part, or all that is left.
     *
     * @param minor the amount, or empty for all that is left; a second request computes it again
     */
    public CompletableFuture<PaymentResult> giveBack(String key, Optional<Long> minor, long refund) {
        return ask(new Request.Refund(key, minor, refund, RefundReason.NONE, ""));
    }

    private CompletableFuture<PaymentResult> ask(Request request) {
        return CompletableFuture.supplyAsync(
                () -> workers.client().request(id(), request, workers.account()).result(),
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
        money.events()
                .forEach(event -> workers.client()
                        .deliver(id(), new Callback(event.id(), workers.account(), event.intent(), event.type(), "")));
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
    public Money money() {
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
        return workers.refunds(cause, state);
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
        shop.awaitLine(id(), entry);
        return this;
    }

    public LateStore awaitStatus(String status) {
        Await.until(status, Shop.PATIENCE, () -> status().equals(status));
        return this;
    }

    /** Restores order and ledger to the time before the payment, and the sweep's cursor to now. */
    public void isRestored() {
        BranchOrder.restore(branch, order.id(), Clock.systemUTC().instant());
    }

    public void isPaidOnce() {
        awaitLine("paid");
        assertThat(status()).isEqualTo("wc-processing");
        assertThat(branch.store().transitions(order.id())).hasSize(1);
    }

    private String status() {
        return branch.store().order(order.id()).orElseThrow().status();
    }

    public void isUnpaidAnd(String status) {
        assertThat(status()).isEqualTo(status);
        assertThat(ledger()).doesNotContain("paid");
    }

    @Override
    public void close() {
        shop.runs().terminateIfOpen(id().workflowId());
        workers.close();
        branch.close();
    }

    /** The calls that Stripe got for the order, and what became of its money. */
    public final class Money {

        private static final String STORE = "payonce_store";

        /** Stops the order's next call to this route half-way. */
        public Barrier hold(Barrier.Phase phase, Route route) {
            return stripe().barriers().hold(phase, call -> call.route() == route && isOurs(call));
        }

        /** Returns the calls of this kind that Stripe got for the order, repeats included, oldest first. */
        public List<Call> sent(Route route) {
            return stripe().calls().posts().stream()
                    .filter(call -> call.route() == route && isOurs(call))
                    .toList();
        }

        /** Compares the store's name, since two late stores have an order with the same number and key. */
        private boolean isOurs(Call call) {
            return branch.name().equals(call.params().get("metadata[" + STORE + "]"));
        }

        /** Returns how often Stripe captured money for the order. */
        public long captured() {
            return count(Journal.Kind.CAPTURED);
        }

        /** Returns how often Stripe refunded money of the order. */
        public long refunded() {
            return count(Journal.Kind.REFUNDED);
        }

        /** Returns the amount that the merchant has of all the order's payments. */
        public long left() {
            return stripe().journal().netBy(STORE, branch.name()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        /** Returns the payment that was made first. */
        public String payment() {
            return truth().findFirst().orElseThrow().intent();
        }

        /** Returns the states of the order's payments. */
        public List<String> payments() {
            return intents().map(stripe().shopper()::status).toList();
        }

        /** Counts the reads of the order's payments. */
        private long reads() {
            return intents()
                    .mapToLong(id -> stripe().faults().requests(Route.INTENT, id))
                    .sum();
        }

        /** Pays the order's vouchers, and sends its bank transfers. */
        public void shopperActs() {
            intents().forEach(stripe().shopper()::acts);
        }

        private Stream<String> intents() {
            return stripe().shopper().payments(STORE, branch.name()).stream();
        }

        /** Returns all events of the payments that were tried. */
        private Stream<Event> events() {
            return truth().map(Journal.Entry::intent)
                    .distinct()
                    .flatMap(intent -> stripe().events().of(intent).stream());
        }

        private long count(Journal.Kind kind) {
            return truth().filter(entry -> entry.kind() == kind).count();
        }

        private Stream<Journal.Entry> truth() {
            return stripe().journal().entries().stream()
                    .filter(entry -> branch.name().equals(entry.metadata().get(STORE)));
        }

        private StripeSimulator stripe() {
            return shop.all().stripe();
        }
    }
}
