package dev.payonce.payment;

import dev.payonce.order.Names;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * A gateway that says what the test tells it to. Safe for use by many threads, so that a running workflow may ask while
 * the test changes what is true.
 */
public final class FakeGateway implements Gateway {

    private final Clock clock;
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Queue<RuntimeException> failures = new ArrayDeque<>();
    private final List<Lookup> asked = new ArrayList<>();

    public FakeGateway() {
        this(Clock.systemUTC());
    }

    /** @param clock when a payment was seen */
    public FakeGateway(Clock clock) {
        this.clock = clock;
    }

    /** From now on this is what the gateway says of the payment, under all its names and those of its returns. */
    public synchronized FakeGateway says(APayment payment) {
        payments.put(payment.made().id(), payment.made());
        return this;
    }

    public synchronized void forget(String id) {
        payments.remove(id);
    }

    /** The next calls fail with these, one a call; after them it answers again. */
    public synchronized FakeGateway failsWith(RuntimeException... next) {
        failures.addAll(List.of(next));
        return this;
    }

    /** Every look-up so far, failed ones too, oldest first. */
    public synchronized List<Lookup> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Observation find(Lookup what) {
        asked.add(what);
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        List<Payment> found = payments.values().stream()
                .filter(payment -> called(payment).meet(what.objects()))
                .map(payment -> new APayment(payment).seenAt(clock.instant()).made())
                .toList();
        List<String> unfound = what.objects().all().stream()
                .filter(id ->
                        found.stream().noneMatch(payment -> called(payment).contains(id)))
                .toList();
        return Observation.of(what, found, Names.of(unfound));
    }

    private static Names called(Payment payment) {
        return Names.of(Stream.concat(
                        Stream.concat(Stream.of(payment.id()), payment.names().all().stream()),
                        payment.returns().stream().map(Payment.Return::id))
                .toList());
    }
}
