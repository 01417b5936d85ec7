package dev.payonce.reconcile.property;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A random order with random payments; the gateways move on, other people meddle with the order, and Payonce refreshes it. */
final class RandomScenario {

    private static final Duration[] INTERVALS = {
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(20),
        Duration.ofSeconds(31),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Duration.ofDays(3)
    };

    final Random random;
    final Given given;
    final boolean inquiriesHold;
    final List<PaymentLifecycle> lives = new ArrayList<>();

    RandomScenario(Random random) {
        this.random = random;
        Policy.LateSuccess[] policies = Policy.LateSuccess.values();
        inquiriesHold = random.nextInt(3) == 0;
        given = Given.given(
                OrderBuilder.anOrder(),
                Given.terms(
                        policies[random.nextInt(3) == 0 ? random.nextInt(policies.length) : 0],
                        inquiriesHold ? Policy.Inquiry.HOLD : Policy.Inquiry.NOTE));
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            lives.add(new PaymentLifecycle(random, i, given.now().minus(Duration.ofDays(1))));
        }
        given.becomes(order(OrderBuilder.anOrder()));
    }

    private OrderBuilder order(OrderBuilder order) {
        OrderBuilder with = order;
        if (random.nextInt(6) == 0) {
            with = with.total(
                    random.nextInt(3) == 0
                            ? Optional.empty()
                            : Optional.of(new Money(random.nextBoolean() ? 0 : 4991, "EUR")));
        }
        if (random.nextInt(5) == 0) {
            with = random.nextInt(3) == 0 ? with.paidBy() : with.paidBy(aName());
        }
        if (random.nextInt(3) == 0) {
            with = with.naming(aName());
        }
        if (random.nextInt(6) == 0) {
            with = with.sharing(aName());
        }
        return with.status(
                random.nextBoolean() ? Status.PENDING : Status.values()[random.nextInt(Status.values().length)]);
    }

    private String aName() {
        List<String> names = List.copyOf(any(lives).externalIds().all());
        return random.nextInt(10) == 0 ? "old-id" : any(names);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Lets time pass and gateways go on; now and then another program changes the order. */
    void goOn() {
        given.after(any(List.of(INTERVALS)));
        lives.stream().filter(life -> random.nextInt(5) < 2).forEach(life -> life.goOn(given.now()));
        if (random.nextInt(5) == 0) {
            meddle();
        }
    }

    private void meddle() {
        Optional<Order> order = Optional.ofNullable(given.order());
        OrderBuilder now = order.map(OrderBuilder::new).orElseGet(OrderBuilder::anOrder);
        switch (random.nextInt(12)) {
            case 0 -> given.becomes(order(OrderBuilder.anOrder().key(PaymentLifecycle.OTHER_KEY)));
            case 1 -> given.becomes(order(OrderBuilder.anOrder()));
            case 2 -> given.isDeleted();
            case 8 -> given.becomes(now.key(PaymentLifecycle.OTHER_KEY).status(Status.PENDING));
            case 3 -> given.becomes(now.naming(aName()));
            case 4 -> given.becomes(now.paidBy(aName()));
            case 5 -> given.becomes(now.total(aTotal()));
            case 9, 10 -> given.becomes(reopened(now));
            case 11 -> given.becomes(now.sharing(aName()));
            default -> given.becomes(now.status(any(List.of(Status.values()))));
        }
    }

    /** Returns a total after an item or the currency was changed, or none where another plugin wrote it unreadably. */
    private Optional<Money> aTotal() {
        return switch (random.nextInt(7)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Money(4990, "USD"));
            case 2 -> Optional.of(new Money(49900, "EUR"));
            case 3 -> Optional.of(new Money(2495, "EUR"));
            case 4 -> Optional.of(new Money(4991, "EUR"));
            default -> Optional.of(new Money(4989, "EUR"));
        };
    }

    /** Returns the order as an operator reopens it; WooCommerce keeps its paid date, and some plugins clear it. */
    private OrderBuilder reopened(OrderBuilder order) {
        return random.nextInt(3) == 0 ? order.unpaid().status(Status.PENDING) : order.status(Status.PENDING);
    }

    /** Returns snapshots of some payments: most of them fresh, some twice, some stale, and one that does not exist. */
    Observation glance() {
        Observation seen = Observation.NOTHING;
        for (PaymentLifecycle life : lives) {
            if (random.nextInt(5) < 3) {
                seen = seen.and(fresh(life));
            }
            if (random.nextInt(6) == 0) {
                Duration ago = any(List.of(INTERVALS));
                seen = seen.and(saw(life.at(given.now().minus(ago))));
            }
        }
        if (random.nextInt(15) == 0) {
            seen = seen.and(refresh(List.of(new Lookup("stripe", ExternalIds.of("pi_9", "z".repeat(255))))));
        }
        return seen;
    }

    /** Observes these objects now. */
    Observation refresh(List<Lookup> what) {
        return what.stream().map(this::refresh).reduce(Observation.NOTHING, Observation::and);
    }

    private Observation refresh(Lookup what) {
        List<Payment> found = lives.stream()
                .filter(life -> life.now().gateway().equals(what.gateway()))
                .filter(life -> life.externalIds().meet(what.objects()))
                .map(life -> life.at(given.now()))
                .toList();
        ExternalIds known = found.stream().map(Payment::externalIds).reduce(ExternalIds.NONE, ExternalIds::and);
        ExternalIds unknown = ExternalIds.of(what.objects().all().stream()
                .filter(object -> !known.contains(object))
                .toList());
        return Observation.of(what, found, unknown);
    }

    Observation fresh(PaymentLifecycle life) {
        return saw(life.at(given.now()));
    }

    Observation everything() {
        return lives.stream().map(this::fresh).reduce(Observation.NOTHING, Observation::and);
    }

    private static Observation saw(Payment payment) {
        return Observation.of(Lookup.of(payment), List.of(payment), ExternalIds.NONE);
    }

    PaymentLifecycle life(String id) {
        return lives.stream().filter(life -> life.id().equals(id)).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        return Stream.concat(
                        Stream.of(given.now() + " " + given.order(), "ledger " + given.lines()),
                        lives.stream().map(life -> life.proof + " " + life.now()))
                .reduce("", (one, other) -> one + "\n  " + other);
    }
}
