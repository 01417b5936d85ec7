package dev.payonce.payment;

import static dev.payonce.payment.AnOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An order, a gateway, and the workflow's own loop between them: settle, look, carry out, until nothing is at once. */
final class Till {

    private static final int MOST_TURNS = 30;

    final Given given;
    final FakeGateway gateway;
    private final Map<String, Request> waiting = new TreeMap<>();
    private final Map<String, Answer> answers = new TreeMap<>();
    private List<Decision> decisions = List.of();
    private Settlement last;

    private Till(Policy.Terms terms) {
        given = Given.given(anOrder(), terms);
        gateway = new FakeGateway(given.clock());
        last = given.settles(Observation.NOTHING);
    }

    /** Nobody has paid yet. */
    static Till open() {
        return new Till(Policy.Terms.DEFAULT);
    }

    /** Paid by our own charge, {@code pi_1001_1} of 49.90 EUR. */
    static Till paid() {
        return paid(Policy.Terms.DEFAULT);
    }

    static Till paid(Policy.Terms terms) {
        Till till = new Till(terms);
        till.asks(pay("pay"));
        assertThat(till.given.order().paid()).isPresent();
        return till;
    }

    /**
     * Paid by {@code pi_1001_2}, while our first charge, whose answer was lost, is believed never to have arrived. It is
     * {@code pi_1001_1}, and {@link #turnsUp} shows it.
     */
    static Till paidBySecondTry(Policy.Terms terms) {
        Till till = new Till(terms);
        till.gateway.does(charge -> new Outcome.Unknown(charge.number(), "too-late", false));
        till.asks(pay("first"));
        till.after(Policy.CHARGE_WITHIN);
        till.looks();
        till.gateway.does(till.gateway::succeed);
        till.asks(pay("second"));
        assertThat(till.given.order().paid().orElseThrow().names().contains("pi_1001_2"))
                .isTrue();
        return till;
    }

    /** Both charges have taken the money, and the second one paid. */
    static Till paidTwice(Policy.Terms terms) {
        Till till = paidBySecondTry(terms);
        till.turnsUp();
        return till;
    }

    /** The first charge took the money after all, and a callback says so. */
    Settlement turnsUp() {
        gateway.says(first().captured());
        return callback("pi_1001_1");
    }

    static APayment first() {
        return APayment.stripe("pi_1001_1").tagged();
    }

    static Request.Pay pay(String key) {
        return new Request.Pay(key, "stripe", "pm_visa", false, "", false);
    }

    /** All that is left. */
    static Request.Refund refund(String key) {
        return new Request.Refund(key, Optional.empty(), 0, Operation.Refund.Why.NONE);
    }

    static Request.Refund refund(String key, long minor) {
        return refund(key, minor, 0);
    }

    static Request.Refund refund(String key, long minor, long storeRefund) {
        return new Request.Refund(key, Optional.of(minor), storeRefund, Operation.Refund.Why.REQUESTED_BY_CUSTOMER);
    }

    /** Asked at once; what the last of them is answered when nothing more happens by itself. */
    Answer asks(Request... requests) {
        Stream.of(requests).forEach(request -> waiting.put(request.key(), request));
        run(List.of());
        return answer(requests[requests.length - 1].key());
    }

    Answer answer(String key) {
        return answers.get(key);
    }

    Settlement callback(String... objects) {
        run(List.of(new Lookup("stripe", Names.of(objects))));
        return last;
    }

    /** The look that was due next. */
    Settlement looks() {
        List<Lookup> what = switch (last.next()) {
            case Next.Rest() -> List.<Lookup>of();
            case Next.Look look -> look.what();
            case Next.Ask ask -> ask.meanwhile().what();
        };
        run(what);
        return last;
    }

    Settlement decides(Choice choice) {
        Question question = given.question().orElseThrow();
        assertThat(question.choices()).contains(choice);
        decisions = List.of(new Decision(question.number(), choice, "ann", "agreed on the phone"));
        run(question.about());
        return last;
    }

    Till after(Duration time) {
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
            last = given.settles(seen, List.copyOf(waiting.values()), decisions);
            decisions = List.of();
            last.answers().forEach((key, answer) -> {
                answers.put(key, answer);
                if (answer.state() != Answer.State.WORKING) {
                    waiting.remove(key);
                }
            });
            outcomes = last.due().stream()
                    .map(gateway::carryOut)
                    .map(Observation::of)
                    .reduce(Observation.NOTHING, Observation::and);
            if (last.due().isEmpty()
                    && !(last.next() instanceof Next.Look now && now.after().isZero())) {
                return;
            }
            what = last.next() instanceof Next.Look look ? look.what() : List.of();
        }
        throw new AssertionError("it comes to an end: " + last);
    }

    Settlement last() {
        return last;
    }

    /** As the gateway shows it now. */
    Payment at(String payment) {
        return gateway.find(new Lookup("stripe", Names.of(payment))).payments().getFirst();
    }

    /** Somebody else changes a payment at the gateway, and no callback says so. */
    void becomes(java.util.function.UnaryOperator<APayment> change, String payment) {
        gateway.says(change.apply(new APayment(at(payment))));
    }

    /** A refund that we made is now in this state. */
    void refundIs(String payment, Payment.Return.State state) {
        List<Payment.Return> returns = new ArrayList<>();
        for (Payment.Return back : at(payment).returns()) {
            returns.add(new Payment.Return(
                    back.id(), back.kind(), state, back.money(), back.operation(), back.storeRefund()));
        }
        becomes(it -> it.returns(returns), payment);
    }

    /** What was sent to the gateway and is a refund, as often as it was sent. */
    List<Operation.Refund> refunds() {
        return gateway.sent().stream()
                .filter(Operation.Refund.class::isInstance)
                .map(Operation.Refund.class::cast)
                .toList();
    }

    static List<String> startingWith(Collection<String> lines, String prefix) {
        return lines.stream().filter(line -> line.startsWith(prefix)).toList();
    }
}
