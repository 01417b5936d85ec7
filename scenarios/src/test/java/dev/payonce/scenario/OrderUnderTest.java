package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.OrderId;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.Note;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.store.Transition;
import dev.payonce.servers.stripe.Shopper;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.webhook.Delivery;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import io.temporal.client.WorkflowNotFoundException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The order that a scenario is about, with its payments and what became of them. */
public final class OrderUnderTest {

    private static final String STORE = "payonce_store";

    public static final String SUCCEEDED = "payment_intent.succeeded";

    private final Shop shop;
    private final StoreOrder order;
    private final Set<String> delivered = new LinkedHashSet<>();

    public OrderUnderTest(Shop shop, StoreOrder order) {
        this.shop = shop;
        this.order = order;
    }

    public long id() {
        return order.id();
    }

    /** Returns the gateway's record of the order's money. */
    public List<Journal.Entry> journal() {
        return shop.all().stripe().journal().entries().stream()
                .filter(entry -> isOurs(entry.order(), entry.metadata().get(STORE)))
                .toList();
    }

    /** Returns the payments of which the merchant still has money. */
    public List<String> holding() {
        return journal().stream()
                .map(Journal.Entry::intent)
                .distinct()
                .filter(intent -> shop.all().stripe().journal().net(intent) != 0)
                .toList();
    }

    /** Returns the calls of this kind that Stripe got for the order, repeats included, oldest first. */
    public List<Call> sent(Route route) {
        return shop.all().stripe().calls().posts().stream()
                .filter(call -> call.route() == route && isOurs(call))
                .toList();
    }

    /** Compares the store's name, since other stores in the account have orders with the same number. */
    public boolean isOurs(Call call) {
        return isOurs(call.order(), call.params().get("metadata[" + STORE + "]"));
    }

    private boolean isOurs(Optional<String> number, @Nullable String store) {
        return store == null && number.filter(workflow()::equals).isPresent();
    }

    /** Returns the workflow ID of the order. */
    public String workflow() {
        return Long.toString(order.id());
    }

    public StoreOrder order() {
        return order;
    }

    public long asked() {
        return Metadata.asked(order);
    }

    public Map<String, String> tag() {
        return Metadata.tag(shop.all(), order);
    }

    public Map<String, String> claim() {
        return Metadata.claim(shop.all(), order);
    }

    public Shopper shopper() {
        return shop.all().stripe().shopper();
    }

    /** Pays through Payonce, which tags its payments; returns the payment's ID. */
    public String pay() {
        return shopper().pay(asked(), order.currency(), tag());
    }

    /** Pays through the shop's own plugin, which sets no tags of Payonce. */
    public String payByPlugin() {
        return shopper().pay(asked(), order.currency(), claim());
    }

    /** Pays five more than the order's total, and delivers the callback, which opens a review; returns the payment's ID. */
    public String payTooMuch() {
        String intent = shopper().payAnother(asked(), asked() + 500, order.currency(), tag());
        deliver(intent, SUCCEEDED);
        asks("AMOUNT_DIFFERS");
        return intent;
    }

    public Event event(String intent, String type) {
        return shop.all().stripe().events().last(intent, type).orElseThrow();
    }

    /** Delivers one callback and verifies that it is acknowledged. */
    public void deliver(String intent, String type) {
        deliver(event(intent, type));
    }

    public void deliver(Event event) {
        Delivery delivery = tryToDeliver(event);
        assertThat(delivery.status()).as(delivery.toString()).isEqualTo(200);
    }

    public Delivery tryToDeliver(Event event) {
        delivered.add(event.id());
        try {
            return shop.all().stripe().webhooks().send(event);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", stopped);
        }
    }

    /** Delivers each event several times, at most {@code atOnce} at a time; returns how each was answered. */
    public List<Delivery> deliver(List<Event> events, int copies, int atOnce) throws InterruptedException {
        events.forEach(event -> delivered.add(event.id()));
        var batch = shop.all()
                .stripe()
                .webhooks()
                .deliver(
                        events,
                        DeliveryPlan.hostile(id()).copies(copies, copies).atOnce(atOnce));
        assertThat(batch.await(Shop.PATIENCE)).as("all delivered").isTrue();
        return batch.attempts();
    }

    /** Requests a refresh, as the shopper's return or the support desk does. */
    public void refresh() {
        shop.runs().signal(workflow(), "refresh");
    }

    /** Requests a refresh of a run that may be over. */
    public void refreshIfOpen() {
        try {
            refresh();
        } catch (WorkflowNotFoundException alreadyAtRest) {
            assertThat(row().isPaid()).isTrue();
        }
    }

    /** Waits until every callback found its order and the order's run rests. */
    public OrderUnderTest rests() {
        Await.until("order " + id() + " rests", Shop.PATIENCE, () -> passedOn() && shop.rests(workflow()));
        assertThat(shop.runs().latest(workflow()).orElseThrow().completed()).isTrue();
        return this;
    }

    /** Waits until the search for the order of the payment's callback is in this state. */
    public void awaitSearch(String intent, Predicate<Runs.Run> state) {
        String search = search(event(intent, SUCCEEDED).id());
        Await.until(
                search,
                Shop.PATIENCE,
                () -> shop.runs().latest(search).filter(state).isPresent());
    }

    /** Waits until the order needs manual review for this reason. */
    public OrderUnderTest asks(String reason) {
        Await.until(
                "order " + id() + " is asked about",
                Shop.PATIENCE,
                () -> shop.runs()
                        .latest(workflow())
                        .filter(run -> run.payment().equals("NEEDS_REVIEW")
                                && run.reason().equals(reason))
                        .isPresent());
        return this;
    }

    private boolean passedOn() {
        return delivered.stream()
                .map(event -> shop.runs().latest(search(event)))
                .allMatch(run -> run.filter(Runs.Run::open).isEmpty());
    }

    /** Returns the ID of the workflow that looks for the order of a callback. */
    private static String search(String event) {
        return "callback-" + event;
    }

    /** The record of the order in every system. */
    public record Books(OrderRow row, List<Transition> moves, List<Note> notes, List<String> ledger) {}

    public Books books() {
        return new Books(
                row(), shop.all().store().transitions(id()), shop.all().store().notes(id()), ledger());
    }

    public OrderRow row() {
        return shop.all().store().order(id()).orElseThrow();
    }

    /** Returns the names of the order's lines in the ledger, oldest first. */
    public List<String> ledger() {
        return shop.ledger(new OrderId("", id()));
    }

    /** Waits until the ledger has this line. */
    public void awaitLine(String entry) {
        shop.awaitLine(new OrderId("", id()), entry);
    }

    /** Returns the order's lines with names like this as JSON, oldest first. */
    public List<String> facts(String like) {
        return shop.all()
                .store()
                .sql()
                .sql("SELECT body FROM payonce.payonce_ledger WHERE store = '' AND order_id = ? AND entry LIKE ?"
                        + " ORDER BY seq")
                .params(id(), like)
                .query(String.class)
                .list();
    }

    /** Edits the order's total, {@code NULL} for none, and currency as an administrator does. */
    public void costs(String total, String currency) {
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_orders SET total_amount = " + total + ", currency = ? WHERE id = ?")
                .params(currency, id())
                .update();
    }

    /** Raises the order's total by five as an administrator does, and requests a refresh. */
    public void costsFiveMore() {
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_orders SET total_amount = total_amount + 5 WHERE id = ?")
                .param(id())
                .update();
        refresh();
    }

    /** Returns the response to {@code GET /payments/{order}}. */
    public StoreProgram.Answer told() {
        return shop.api().get("/payments/" + id());
    }

    /**
     * Verifies one status move, one note and one line, as the shop's plugin would write them, and the captured money.
     */
    public OrderUnderTest isPaidOnceBy(String intent) {
        Books books = books();
        assertThat(books.row().status()).isEqualTo("wc-processing");
        assertThat(books.row().transaction()).isEqualTo(shopper().latestCharge(intent));
        assertThat(books.row().paidAt()).isPresent();
        assertThat(books.moves())
                .filteredOn(move -> move.to().equals("wc-processing"))
                .hasSize(1);
        assertThat(books.notes())
                .filteredOn(note -> note.text().contains("captured"))
                .hasSize(1);
        assertThat(books.ledger()).filteredOn(entry -> entry.startsWith("paid")).containsExactly("paid");
        assertThat(shop.all().stripe().journal().net(intent)).isEqualTo(asked());
        return this;
    }

    public OrderUnderTest isUntouched() {
        assertThat(row().status()).isEqualTo("wc-pending");
        assertThat(books().moves()).isEmpty();
        assertThat(books().notes()).allMatch(note -> note.text().startsWith("Payonce: manual review"));
        return this;
    }
}
