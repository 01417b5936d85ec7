package dev.payonce.scenario;

import dev.payonce.sandbox.stripe.StripeSimulator;
import dev.payonce.sandbox.stripe.account.Event;
import dev.payonce.sandbox.stripe.chaos.Barrier;
import dev.payonce.sandbox.stripe.http.Call;
import dev.payonce.sandbox.stripe.http.Route;
import dev.payonce.sandbox.stripe.state.Journal;
import java.util.List;
import java.util.stream.Stream;

/** What Stripe was sent for the one order of a {@link LateStore}, and what really happened to its money. */
final class LateMoney {

    private static final String STORE = "payonce_store";

    private final StripeSimulator stripe;
    private final String store;

    LateMoney(StripeSimulator stripe, String store) {
        this.stripe = stripe;
        this.store = store;
    }

    /** Stops the order's next call to this route half-way. */
    Barrier hold(Barrier.Phase phase, Route route) {
        return stripe.barriers().hold(phase, call -> call.route() == route && isOurs(call));
    }

    /** Every charge of the order that was sent, repeats included. */
    List<Call> charges() {
        return sent(Route.CREATE_INTENT);
    }

    /** The same of its refunds. */
    List<Call> refunds() {
        return sent(Route.CREATE_REFUND);
    }

    private List<Call> sent(Route route) {
        return stripe.calls().posts().stream()
                .filter(call -> call.route() == route && isOurs(call))
                .toList();
    }

    /** By the store's name: two late stores have an order with the same number and key. */
    private boolean isOurs(Call call) {
        return store.equals(call.params().get("metadata[" + STORE + "]"));
    }

    /** How often money was really taken for the order. */
    long captured() {
        return count(Journal.Kind.CAPTURED);
    }

    /** How often money of it really went back. */
    long refunded() {
        return count(Journal.Kind.REFUNDED);
    }

    /** What the merchant has of it, of all payments together. */
    long left() {
        return stripe.journal().netBy(STORE, store).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The payment that was made first. */
    String payment() {
        return truth().findFirst().orElseThrow().intent();
    }

    /** The states of the order's payments. */
    List<String> payments() {
        return stripe.shopper().payments(STORE, store).stream()
                .map(stripe.shopper()::status)
                .toList();
    }

    /** All that ever happened to those of them that were tried. */
    Stream<Event> events() {
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
