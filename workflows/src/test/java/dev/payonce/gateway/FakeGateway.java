package dev.payonce.gateway;

import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A gateway that says what the test tells it to. Safe for use by many threads, so that a running workflow may ask while
 * the test changes what is true.
 */
public final class FakeGateway implements Gateway {

    private final InstantSource clock;
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Queue<RuntimeException> failures = new ArrayDeque<>();
    private final List<Lookup> asked = new ArrayList<>();
    private final List<Operation> sent = new ArrayList<>();
    private final List<Instant> called = new ArrayList<>();
    private Optional<Supplier<RuntimeException>> away = Optional.empty();
    private Function<Operation, Outcome> does = this::succeed;

    public FakeGateway() {
        this(InstantSource.system());
    }

    /** @param clock when a payment was seen */
    public FakeGateway(InstantSource clock) {
        this.clock = clock;
    }

    /** Sets the payment's state at the gateway, under all its names and those of its reversals. */
    public synchronized FakeGateway says(PaymentBuilder payment) {
        payments.put(payment.made().id(), payment.made());
        return this;
    }

    /** Returns the payment's state at the gateway. */
    public synchronized Payment payment(String id) {
        return payments.get(id);
    }

    public synchronized List<Payment> payments() {
        return List.copyOf(payments.values());
    }

    public synchronized void forget(String id) {
        payments.remove(id);
    }

    /** Lets the next calls fail with these, one a call. */
    public synchronized FakeGateway failsWith(RuntimeException... next) {
        failures.addAll(List.of(next));
        return this;
    }

    /** Lets every call fail from now on. */
    public synchronized FakeGateway away(Supplier<RuntimeException> how) {
        away = Optional.of(how);
        return this;
    }

    public synchronized void back() {
        away = Optional.empty();
    }

    /** Returns the times of all calls, failed ones too, oldest first. */
    public synchronized List<Instant> called() {
        return List.copyOf(called);
    }

    private void mayFail() {
        called.add(clock.instant());
        RuntimeException failure = failures.isEmpty() ? away.map(Supplier::get).orElse(null) : failures.remove();
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns every lookup so far, failed ones too, oldest first. */
    public synchronized List<Lookup> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Observation find(Lookup what) {
        RequestTurns.take();
        asked.add(what);
        mayFail();
        List<Payment> found = payments.values().stream()
                .filter(payment -> externalIds(payment).meet(what.objects()) || marked(payment, what.objects()))
                .map(payment ->
                        new PaymentBuilder(payment).seenAt(clock.instant()).made())
                .toList();
        List<String> notFound = what.objects().all().stream()
                .filter(id -> found.stream()
                        .noneMatch(payment -> externalIds(payment).contains(id) || marked(payment, ExternalIds.of(id))))
                .toList();
        return Observation.of(what, found, ExternalIds.of(notFound));
    }

    /** Sets the outcome of operations from now on. */
    public synchronized FakeGateway does(Function<Operation, Outcome> what) {
        does = what;
        return this;
    }

    /** Returns every operation that was sent, oldest first, repeats included. */
    public synchronized List<Operation> sent() {
        return List.copyOf(sent);
    }

    @Override
    public synchronized Outcome carryOut(Operation operation) {
        sent.add(operation);
        mayFail();
        return does.apply(operation);
    }

    /** Succeeds as a gateway does; a repetition has no second effect. */
    public synchronized Outcome succeed(Operation operation) {
        Payment payment = switch (operation) {
            case Operation.Charge charge -> charge(charge);
            case Operation.Capture capture -> capture(capture);
            case Operation.Refund refund -> refund(refund);
            case Operation.Void it ->
                new PaymentBuilder(payments.get(it.payment()))
                        .stage(Stage.CLOSED)
                        .made();
        };
        payments.put(payment.id(), payment);
        return new Outcome.Seen(
                operation.number(),
                new PaymentBuilder(payment).seenAt(clock.instant()).made());
    }

    private Payment capture(Operation.Capture capture) {
        Payment payment = payments.get(capture.payment());
        boolean again = Collections.frequency(sent, capture) > 1;
        long taken = payment.captured().minor() + (again ? 0 : capture.money().minor());
        PaymentBuilder captured = new PaymentBuilder(payment).captured(taken);
        return (capture.last() ? captured : captured.stage(Stage.AUTHORIZED)).made();
    }

    private Payment refund(Operation.Refund refund) {
        Payment payment = payments.get(refund.payment());
        boolean made = payment.reversals().stream()
                .anyMatch(reversal ->
                        reversal.operation().filter(it -> it == refund.number()).isPresent());
        boolean possible = refund.money().minor() <= payment.net().minor() && !payment.disputed();
        if (made || !possible) {
            return payment;
        }
        String id = "re_" + refund.header().order().number() + "_" + refund.number();
        return new PaymentBuilder(payment)
                .refund(id, Reversal.State.DONE, refund)
                .made();
    }

    private Payment charge(Operation.Charge charge) {
        String id = "pi_" + charge.header().order().number() + "_" + charge.number();
        PaymentBuilder payment = PaymentBuilder.of(id, charge);
        Payment made = charge.manual()
                ? payment.stage(Stage.AUTHORIZED).made()
                : payment.captured().made();
        return payments.getOrDefault(id, made);
    }

    private static boolean marked(Payment payment, ExternalIds objects) {
        return objects.all().stream()
                .flatMap(object -> TagQuery.parse(object).stream())
                .anyMatch(mark -> payment.tag().filter(mark::names).isPresent());
    }

    private static ExternalIds externalIds(Payment payment) {
        return ExternalIds.of(Stream.concat(
                        Stream.concat(Stream.of(payment.id()), payment.externalIds().all().stream()),
                        payment.reversals().stream().map(Reversal::id))
                .toList());
    }
}
