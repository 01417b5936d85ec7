package dev.payonce.reconcile;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.FakeGateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An order, a gateway, and the workflow's own loop between them: reconcile, look up, carry out, until nothing is due at once. */
public final class PaymentFixture {

    private static final int MOST_TURNS = 30;

    public final Given given;
    public final FakeGateway gateway;
    private final Map<String, Request> waiting = new TreeMap<>();
    private final Map<String, PaymentResult> results = new TreeMap<>();
    private List<ReviewDecision> decisions = List.of();
    private Reconciliation last;
    private int decided;

    private PaymentFixture(Policy.Terms terms) {
        given = Given.given(anOrder(), terms);
        gateway = new FakeGateway(given.clock());
        last = given.reconciles(Observation.NOTHING);
    }

    /** Returns an order whose payment of ours looks like this at the gateway, and was seen so. */
    public static PaymentFixture with(PaymentBuilder payment) {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(payment);
        fixture.callback("pi_1001_1");
        return fixture;
    }

    /** Returns an order without a payment. */
    public static PaymentFixture open() {
        return new PaymentFixture(Policy.Terms.DEFAULT);
    }

    /** Returns an order paid by our own charge, {@code pi_1001_1} of 49.90 EUR. */
    public static PaymentFixture paid() {
        return paid(Policy.Terms.DEFAULT);
    }

    public static PaymentFixture paid(Policy.Terms terms) {
        PaymentFixture fixture = new PaymentFixture(terms);
        fixture.asks(pay("pay"));
        assertThat(fixture.given.order().paid()).isPresent();
        return fixture;
    }

    /** Returns an order whose own charge, {@code pi_1001_1} of 49.90 EUR, is authorized and waits for its capture. */
    public static PaymentFixture authorized() {
        PaymentFixture fixture = open();
        fixture.asks(new Request.Pay("pay", "stripe", "pm_visa", true, "", false, ""));
        assertThat(fixture.given.status()).isEqualTo(Status.ON_HOLD);
        return fixture;
    }

    /**
     * Returns an order paid by {@code pi_1001_2}, while our first charge, whose answer was lost, counts as absent. It
     * is {@code pi_1001_1}, and {@link #turnsUp} shows it.
     */
    public static PaymentFixture paidBySecondTry(Policy.Terms terms) {
        PaymentFixture fixture = new PaymentFixture(terms);
        fixture.gateway.does(charge -> new Outcome.Unknown(charge.number(), "too-late", false));
        fixture.asks(pay("first"));
        fixture.after(Policy.CHARGE_WITHIN);
        fixture.refreshes();
        fixture.gateway.does(fixture.gateway::succeed);
        fixture.asks(pay("second"));
        assertThat(fixture.given.order().paid().orElseThrow().externalIds().contains("pi_1001_2"))
                .isTrue();
        return fixture;
    }

    /** Returns an order for which both charges have captured, and the second one paid. */
    public static PaymentFixture paidTwice(Policy.Terms terms) {
        PaymentFixture fixture = paidBySecondTry(terms);
        fixture.turnsUp();
        return fixture;
    }

    /** Lets a callback show that the first charge has captured after all. */
    public Reconciliation turnsUp() {
        gateway.says(first().captured());
        return callback("pi_1001_1");
    }

    public static PaymentBuilder first() {
        return PaymentBuilder.stripe("pi_1001_1").tagged();
    }

    public static Request.Pay pay(String key) {
        return pay(key, "pm_visa");
    }

    public static Request.Pay pay(String key, String method) {
        return new Request.Pay(key, "stripe", method, false, "", false, "");
    }

    /** Returns a request for a refund of all that is left. */
    public static Request.Refund refund(String key) {
        return new Request.Refund(key, Optional.empty(), 0, Operation.Refund.RefundReason.NONE, "");
    }

    public static Request.Refund refund(String key, long minor) {
        return refund(key, minor, 0);
    }

    public static Request.Refund refund(String key, long minor, long storeRefund) {
        return new Request.Refund(
                key, Optional.of(minor), storeRefund, Operation.Refund.RefundReason.REQUESTED_BY_CUSTOMER, "");
    }

    /** Requests at once; returns the last one's result when nothing more happens by itself. */
    public PaymentResult asks(Request... requests) {
        Stream.of(requests).forEach(request -> waiting.put(request.key(), request));
        run(List.of());
        return result(requests[requests.length - 1].key());
    }

    public PaymentResult result(String key) {
        return results.get(key);
    }

    public Reconciliation callback(String... objects) {
        run(List.of(new Lookup("stripe", ExternalIds.of(objects))));
        return last;
    }

    /** Refreshes as was due next. */
    public Reconciliation refreshes() {
        List<Lookup> what = switch (last.next()) {
            case Next.Rest() -> List.<Lookup>of();
            case Next.RefreshAfter refresh -> refresh.what();
            case Next.NeedsReview ask -> ask.meanwhile().what();
        };
        run(what);
        return last;
    }

    public Reconciliation decides(ReviewAction action) {
        Review review = given.review().orElseThrow();
        assertThat(review.actions()).contains(action);
        decisions = List.of(new ReviewDecision(review.number(), action, "ann", "agreed on the phone", "d" + ++decided));
        run(review.about());
        return last;
    }

    public PaymentFixture after(Duration time) {
        given.after(time);
        return this;
    }

    private void run(List<Lookup> first) {
        List<Lookup> what = first;
        Observation outcomes = Observation.NOTHING;
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            Observation seen = what.stream()
                    .map(gateway::find)
                    .reduce(Observation.NOTHING, Observation::and)
                    .and(outcomes);
            last = given.reconciles(seen, List.copyOf(waiting.values()), decisions);
            decisions = List.of();
            last.results().forEach((key, result) -> {
                results.put(key, result);
                if (!result.waits()) {
                    waiting.remove(key);
                }
            });
            outcomes = last.due().stream()
                    .map(gateway::carryOut)
                    .map(Observation::of)
                    .reduce(Observation.NOTHING, Observation::and);
            if (last.due().isEmpty()
                    && !(last.next() instanceof Next.RefreshAfter now
                            && now.after().isZero())) {
                return;
            }
            what = last.next() instanceof Next.RefreshAfter refresh ? refresh.what() : List.of();
        }
        throw new AssertionError("it comes to an end: " + last);
    }

    public Reconciliation last() {
        return last;
    }

    /** Returns the payment as the gateway shows it now. */
    public Payment at(String payment) {
        return gateway.find(new Lookup("stripe", ExternalIds.of(payment)))
                .payments()
                .getFirst();
    }

    /** Changes a payment at the gateway without a callback, as another party does. */
    public void becomes(java.util.function.UnaryOperator<PaymentBuilder> change, String payment) {
        gateway.says(change.apply(new PaymentBuilder(at(payment))));
    }

    /** Sets the state of a refund that we made. */
    public void refundIs(String payment, Reversal.State state) {
        List<Reversal> reversals = at(payment).reversals().stream()
                .map(reversal -> PaymentBuilder.in(state, reversal))
                .toList();
        becomes(it -> it.returns(reversals), payment);
    }

    /** Returns the refunds that were sent to the gateway, repeats included. */
    public List<Operation.Refund> refunds() {
        return gateway.sent().stream()
                .filter(Operation.Refund.class::isInstance)
                .map(Operation.Refund.class::cast)
                .toList();
    }

    public static List<String> startingWith(Collection<String> lines, String prefix) {
        return lines.stream().filter(line -> line.startsWith(prefix)).toList();
    }
}
