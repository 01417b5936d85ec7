package dev.payonce.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one order of a test, from ten o'clock on: every round reconciles an observation and applies the result to order
 * and ledger, as the store does. Time passes only when a test says so.
 */
public final class Given {

    private static final OrderId ID = OrderBuilder.anOrder().made().id();

    private final InMemoryOrders orders;
    private Instant now = Instant.parse("2026-11-25T10:00:00Z");

    private Given(Policy.Terms terms) {
        orders = new InMemoryOrders(
                "", new Policy(OrderBuilder.SITE, ExternalIds.of(OrderBuilder.SITE), terms), clock());
    }

    public static Given given(OrderBuilder order) {
        return given(order, Policy.Terms.DEFAULT);
    }

    public static Given given(OrderBuilder order, Policy.LateSuccess late) {
        Policy.Terms usual = Policy.Terms.DEFAULT;
        return given(order, terms(late, usual.duplicatePayment(), usual.refundsPerHour(), usual.disputes()));
    }

    public static Given given(OrderBuilder order, Policy.Terms terms) {
        Given given = new Given(terms);
        given.becomes(order);
        return given;
    }

    /** Returns the usual terms but for these choices: each replaces the one of its type; a number is the hourly limit. */
    public static Policy.Terms terms(Object... choices) {
        return withLimit(Policy.DECLINES_PER_HOUR, choices);
    }

    /** Returns the usual terms with this limit of declined charges. */
    public static Policy.Terms declines(int anHour) {
        return withLimit(anHour);
    }

    private static Policy.Terms withLimit(int declines, Object... choices) {
        Policy.Terms usual = Policy.Terms.DEFAULT;
        return new Policy.Terms(
                choice(usual.lateSuccess(), choices),
                choice(usual.duplicatePayment(), choices),
                choice(usual.refundsPerHour(), choices),
                choice(usual.disputes(), choices),
                choice(usual.intervals(), choices),
                choice(usual.lapsing(), choices),
                choice(usual.twins(), choices),
                choice(usual.whenProcessing(), choices),
                choice(usual.inquiry(), choices),
                declines,
                choice(usual.notice(), choices),
                choice(usual.fraudSigns(), choices),
                choice(usual.fourEyes(), choices));
    }

    @SuppressWarnings("unchecked") // The filter has checked it.
    private static <T> T choice(T usual, Object... choices) {
        return (T) Arrays.stream(choices)
                .filter(usual.getClass()::isInstance)
                .findFirst()
                .orElse(usual);
    }

    /** Changes the order as another program does: the shop's PHP, an administrator, a restored backup. */
    public Given becomes(OrderBuilder order) {
        orders.put(OrderBuilder.NUMBER, "", Order.Status.PENDING, new Money(1, "EUR"));
        orders.change(OrderBuilder.NUMBER, any -> order.made());
        return this;
    }

    public Given becomes(Order.Status status) {
        return becomes(new OrderBuilder(order()).status(status));
    }

    public Given isDeleted() {
        orders.remove(OrderBuilder.NUMBER);
        return this;
    }

    public Given after(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** Reconciles an observation of these payments, made just now. */
    public Reconciliation sees(PaymentBuilder... payments) {
        return sees(Duration.ZERO, payments);
    }

    /** Reconciles an observation of these payments, made that long ago. */
    public Reconciliation sees(Duration ago, PaymentBuilder... payments) {
        return reconciles(observed(ago, payments));
    }

    /** Returns an observation of these payments, made just now. */
    public Observation observed(PaymentBuilder... payments) {
        return observed(Duration.ZERO, payments);
    }

    /** Returns an observation of these payments, made that long ago. */
    public Observation observed(Duration ago, PaymentBuilder... payments) {
        return Arrays.stream(payments)
                .map(payment -> payment.seenAt(now.minus(ago)).made())
                .map(payment -> Observation.of(Lookup.of(payment), List.of(payment), ExternalIds.NONE))
                .reduce(Observation.NOTHING, Observation::and);
    }

    /** Reconciles a lookup of an ID that the gateway does not know. */
    public Reconciliation doesNotFind(String id) {
        return reconciles(Observation.of(new Lookup("stripe", ExternalIds.of(id)), List.of(), ExternalIds.of(id)));
    }

    public Reconciliation reconciles(Observation seen) {
        return reconciles(seen, List.of(), List.of());
    }

    /** Reconciles with these requests and decisions waiting. */
    public Reconciliation reconciles(Observation seen, List<Request> requests, List<ReviewDecision> decisions) {
        return reconciles(seen, now(), requests, decisions);
    }

    /** Reconciles these requests, and nothing observed. */
    public Reconciliation asks(Request... requests) {
        return reconciles(Observation.NOTHING, List.of(requests), List.of());
    }

    /** Reconciles the outcome of an operation, with these requests. */
    public Reconciliation comesTo(Outcome outcome, Request... requests) {
        return reconciles(Observation.of(outcome), List.of(requests), List.of());
    }

    /** Reconciles an observation of that time. */
    public Reconciliation reconciles(
            Observation seen, Instant since, List<Request> requests, List<ReviewDecision> decisions) {
        return timed(seen, since, received(requests, now()), decisions);
    }

    /** Returns requests that a run took in at this time. */
    public static List<TimedRequest> received(List<? extends Request> requests, Instant at) {
        return requests.stream().map(request -> new TimedRequest(request, at)).toList();
    }

    /** Reconciles with requests of some age. */
    public Reconciliation timed(
            Observation seen, Instant since, List<TimedRequest> requests, List<ReviewDecision> decisions) {
        return orders.reconcile(new ReconcileCommand(ID, seen, since, requests, decisions, "test"));
    }

    public Order order() {
        return orders.order(OrderBuilder.NUMBER);
    }

    public Order.Status status() {
        return order().status();
    }

    /** Returns the names of the ledger's lines, oldest first. */
    public List<String> lines() {
        return ledger().stream().map(Entry::name).toList();
    }

    public List<Entry> ledger() {
        return orders.ledgerOf(OrderBuilder.NUMBER);
    }

    /** Returns the lines that have become notes, those of reviews left out: each review has one at its start and end. */
    public List<String> notes() {
        return orders.notes(OrderBuilder.NUMBER).stream()
                .filter(line -> !line.startsWith("review:"))
                .toList();
    }

    /** Returns the lines of reviews that have become notes. */
    public List<String> notesOfReviews() {
        return orders.notes(OrderBuilder.NUMBER).stream()
                .filter(line -> line.startsWith("review:"))
                .toList();
    }

    /** Sets the merchant's policy. */
    public void want(Policy.Terms terms) {
        orders.want(terms);
    }

    /** Sets the time up to which the gateway's event list was read. */
    public Given listWasReadUpTo(Instant reached) {
        return listWasReadUpTo("stripe", reached);
    }

    /** Sets the time up to which this account's event list was read. */
    public Given listWasReadUpTo(String account, Instant reached) {
        orders.readUpTo(account, reached);
        return this;
    }

    public InstantSource clock() {
        return this::now;
    }

    public Instant now() {
        return now;
    }

    /** Returns the open review, if there is one. */
    public Optional<Review> review() {
        return Ledger.of(ledger()).openReviews().stream().findFirst();
    }

    /** Returns the reason of the review that the reconciliation opened. */
    public static Review.Reason reason(Reconciliation reconciled) {
        assertThat(reconciled.next()).isInstanceOf(Next.NeedsReview.class);
        return ((Next.NeedsReview) reconciled.next()).review().reason();
    }

    /** Returns the next step that refreshes these objects. */
    public static Next.RefreshAfter refresh(Duration after, String... objects) {
        return new Next.RefreshAfter(after, List.of(new Lookup("stripe", ExternalIds.of(objects))));
    }

    /** Returns the open payment that the last due charge makes. */
    public static PaymentBuilder made(Reconciliation reconciled) {
        Operation.Charge charge = (Operation.Charge) reconciled.due().getLast();
        return PaymentBuilder.of("pi_" + charge.number(), charge);
    }

    /** Lets the order's first charge, of this request, come to this declined payment. */
    public void isDeclined(Request first, PaymentBuilder payment) {
        asks(first);
        comesTo(outcome(payment));
        assertThat(resolved(1)).contains(OperationStatus.DECLINED);
    }

    /** Returns the outcome that shows this payment of ours now. */
    public Outcome outcome(PaymentBuilder payment) {
        return outcome(payment.made().tag().orElseThrow().operation(), payment);
    }

    /** Returns the outcome of this operation that shows the payment now. */
    public Outcome outcome(int operation, PaymentBuilder payment) {
        return new Outcome.Seen(operation, payment.seenAt(now).made());
    }

    /** Returns the status of the operation that was resolved last. */
    public OperationStatus resolved() {
        return resolutions().reduce((_, last) -> last).orElseThrow().status();
    }

    /** Returns the status to which this operation was resolved last. */
    public Optional<OperationStatus> resolved(int operation) {
        return resolutions()
                .filter(line -> line.operation() == operation)
                .reduce((_, last) -> last)
                .map(Fact.OperationResolved::status);
    }

    private Stream<Fact.OperationResolved> resolutions() {
        return Ledger.of(ledger()).facts(Fact.OperationResolved.class);
    }
}
