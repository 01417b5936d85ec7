package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A random order with random payments; the gateways move on, other people meddle with the order, and we look. */
final class World {

    private static final Duration[] PAUSES = {
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
    final List<Life> lives = new ArrayList<>();

    World(Random random) {
        this.random = random;
        Policy.LateSuccess[] policies = Policy.LateSuccess.values();
        given = Given.given(AnOrder.anOrder(), policies[random.nextInt(3) == 0 ? random.nextInt(policies.length) : 0]);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            lives.add(new Life(random, i, given.now().minus(Duration.ofDays(1))));
        }
        given.becomes(order(AnOrder.anOrder()));
    }

    private AnOrder order(AnOrder order) {
        AnOrder with = order;
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
        return with.status(
                random.nextBoolean() ? Status.PENDING : Status.values()[random.nextInt(Status.values().length)]);
    }

    private String aName() {
        List<String> names = List.copyOf(any(lives).names().all());
        return random.nextInt(10) == 0 ? "old-id" : any(names);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Time passes, gateways go on, and now and then somebody else changes the order. */
    void goOn() {
        given.after(any(List.of(PAUSES)));
        lives.stream().filter(life -> random.nextInt(5) < 2).forEach(life -> life.goOn(given.now()));
        if (random.nextInt(5) == 0) {
            meddle();
        }
    }

    private void meddle() {
        Optional<Order> order = Optional.ofNullable(given.order());
        AnOrder now = order.map(AnOrder::new).orElseGet(AnOrder::anOrder);
        switch (random.nextInt(9)) {
            case 0 -> given.becomes(order(AnOrder.anOrder().key(Life.OTHER_KEY)));
            case 1 -> given.becomes(order(AnOrder.anOrder()));
            case 2 -> given.isDeleted();
            case 8 -> given.becomes(now.key(Life.OTHER_KEY).status(Status.PENDING));
            case 3 -> given.becomes(now.naming(aName()));
            case 4 -> given.becomes(now.paidBy(aName()));
            case 5 -> given.becomes(now.total(Optional.of(new Money(4989, "EUR"))));
            default -> given.becomes(now.status(any(List.of(Status.values()))));
        }
    }

    /** Some payments, most of them as they are now; some twice, some as an old look saw them; and what is not there. */
    Observation glance() {
        Observation seen = Observation.NOTHING;
        for (Life life : lives) {
            if (random.nextInt(5) < 3) {
                seen = seen.and(fresh(life));
            }
            if (random.nextInt(6) == 0) {
                Duration ago = any(List.of(PAUSES));
                seen = seen.and(saw(life.at(given.now().minus(ago))));
            }
        }
        if (random.nextInt(15) == 0) {
            seen = seen.and(look(List.of(new Lookup("stripe", Names.of("pi_9", "z".repeat(255))))));
        }
        return seen;
    }

    /** What a look at these would say now. */
    Observation look(List<Lookup> what) {
        return what.stream().map(this::look).reduce(Observation.NOTHING, Observation::and);
    }

    private Observation look(Lookup what) {
        List<Payment> found = lives.stream()
                .filter(life -> life.now().gateway().equals(what.gateway()))
                .filter(life -> life.names().meet(what.objects()))
                .map(life -> life.at(given.now()))
                .toList();
        Names known = found.stream().map(Payment::names).reduce(Names.NONE, Names::and);
        Names unknown = Names.of(what.objects().all().stream()
                .filter(object -> !known.contains(object))
                .toList());
        return Observation.of(what, found, unknown);
    }

    Observation fresh(Life life) {
        return saw(life.at(given.now()));
    }

    Observation everything() {
        return lives.stream().map(this::fresh).reduce(Observation.NOTHING, Observation::and);
    }

    private static Observation saw(Payment payment) {
        return Observation.of(Draft.lookup(payment), List.of(payment), Names.NONE);
    }

    Life life(String id) {
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
