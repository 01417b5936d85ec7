package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One order from ten o'clock on: every round settles what is seen and applies it to order and ledger, as the store does.
 * Time passes only when a test says so.
 */
public final class Given {

    private static final OrderId ID = AnOrder.anOrder().made().id();

    private final Hands clock = new Hands(Instant.parse("2026-11-25T10:00:00Z"));
    private final InMemoryOrders orders;

    private Given(Policy.Terms terms) {
        orders = new InMemoryOrders("", new Policy(AnOrder.SITE, Names.of(AnOrder.SITE), terms), clock);
    }

    public static Given given(AnOrder order) {
        return given(order, Policy.Terms.DEFAULT);
    }

    public static Given given(AnOrder order, Policy.LateSuccess late) {
        Policy.Terms usual = Policy.Terms.DEFAULT;
        return given(order, new Policy.Terms(late, usual.extraPayment(), usual.refundsPerHour(), usual.disputes()));
    }

    public static Given given(AnOrder order, Policy.Terms terms) {
        Given given = new Given(terms);
        given.becomes(order);
        return given;
    }

    /** Somebody else changes the order: the shop's PHP, an admin, a restored backup. */
    public Given becomes(AnOrder order) {
        orders.put(AnOrder.NUMBER, "", Order.Status.PENDING, new Money(1, "EUR"));
        orders.change(AnOrder.NUMBER, any -> order.made());
        return this;
    }

    public Given becomes(Order.Status status) {
        return becomes(new AnOrder(order()).status(status));
    }

    public Given isDeleted() {
        orders.remove(AnOrder.NUMBER);
        return this;
    }

    public Given after(Duration time) {
        clock.pass(time);
        return this;
    }

    /** These are all that was looked at, just now. */
    public Settlement sees(APayment... payments) {
        return sees(Duration.ZERO, payments);
    }

    /** These are all that was looked at, that long ago. */
    public Settlement sees(Duration ago, APayment... payments) {
        List<Payment> seen = Arrays.stream(payments)
                .map(payment -> payment.seenAt(now().minus(ago)).made())
                .toList();
        return settles(seen.stream()
                .map(payment -> Observation.of(Draft.lookup(payment), List.of(payment), Names.NONE))
                .reduce(Observation.NOTHING, Observation::and));
    }

    /** The gateway does not know this id. */
    public Settlement doesNotFind(String id) {
        return settles(Observation.of(new Lookup("stripe", Names.of(id)), List.of(), Names.of(id)));
    }

    public Settlement settles(Observation seen) {
        return settles(seen, List.of(), List.of());
    }

    /** With these requests and decisions waiting. */
    public Settlement settles(Observation seen, List<Request> requests, List<Decision> decisions) {
        return settles(seen, now(), requests, decisions);
    }

    /** By a look that was made then. */
    Settlement settles(Observation seen, Instant since, List<Request> requests, List<Decision> decisions) {
        return orders.settle(new Orders.Settle(ID, seen, since, requests, decisions, "test"));
    }

    public Order order() {
        return orders.order(AnOrder.NUMBER);
    }

    public Order.Status status() {
        return order().status();
    }

    /** The names of the ledger's lines, oldest first. */
    public List<String> lines() {
        return ledger().stream().map(Entry::name).toList();
    }

    public List<Entry> ledger() {
        return orders.ledgerOf(AnOrder.NUMBER);
    }

    public List<String> notes() {
        return orders.notes(AnOrder.NUMBER);
    }

    /** From now on the merchant wants this. */
    public void want(Policy.Terms terms) {
        orders.want(terms);
    }

    /** Until then the gateway's own list of events was read. */
    public Given listWasReadUpTo(Instant reached) {
        orders.readUpTo("stripe", reached);
        return this;
    }

    public Clock clock() {
        return clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /** The question that is open, if there is one. */
    public Optional<Question> question() {
        return Questions.open(new Ledger(ledger(), java.util.Map.of(), List.of())).stream()
                .findFirst();
    }
}
