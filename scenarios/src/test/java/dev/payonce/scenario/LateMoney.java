package dev.payonce.scenario;

import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import java.util.List;
import java.util.stream.Stream;

/** The calls that Stripe got for the one order of a {@code LateStore}, and what became of its money. */
public final class LateMoney {

    private static final String STORE = "payonce_store";

    private final StripeSimulator stripe;
    private final String store;

    public LateMoney(StripeSimulator stripe, String store) {
        this.stripe = stripe;
        this.store = store;
    }

    /** Stops the order's next call to this route half-way. */
    public Barrier hold(Barrier.Phase phase, Route route) {
        return stripe.barriers().hold(phase, call -> call.route() == route && isOurs(call));
    }

    /** Returns every charge of the order that was sent, repeats included. */
    public List<Call> charges() {
        return sent(Route.CREATE_INTENT);
    }

    /** Returns every refund of the order that was sent, repeats included. */
    public List<Call> refunds() {
        return sent(Route.CREATE_REFUND);
    }

    private List<Call> sent(Route route) {
        return stripe.calls().posts().stream()
                .filter(call -> call.route() == route && isOurs(call))
                .toList();
    }

    /** Compares the store's name, since two late stores have an order with the same number and key. */
    private boolean isOurs(Call call) {
        return store.equals(call.params().get("metadata[" + STORE + "]"));
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
        return stripe.journal().netBy(STORE, store).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the payment that was made first. */
    public String payment() {
        return truth().findFirst().orElseThrow().intent();
    }

    /** Returns the states of the order's payments. */
    public List<String> payments() {
        return stripe.shopper().payments(STORE, store).stream()
                .map(stripe.shopper()::status)
                .toList();
    }

    /** Counts the reads of the order's payments. */
    public long reads() {
        return intents()
                .mapToLong(id -> stripe.faults().requests(Route.INTENT, id))
                .sum();
    }

    /** Pays the order's vouchers, and sends its bank transfers. */
    public void shopperActs() {
        intents().forEach(stripe.shopper()::acts);
    }

    private Stream<String> intents() {
        return stripe.shopper().payments(STORE, store).stream();
    }

    /** Returns all events of the payments that were tried. */
    public Stream<Event> events() {
        return truth().map(Journal.Entry::intent).distinct().flatMap(intent -> stripe.events().of(intent).stream());
    }

    private long count(Journal.Kind kind) {
        return truth().filter(entry -> entry.kind() == kind).count();
    }

    private Stream<Journal.Entry> truth() {
        return stripe.journal().entries().stream()
                .filter(entry -> store.equals(entry.metadata().get(STORE)));
    }
}
