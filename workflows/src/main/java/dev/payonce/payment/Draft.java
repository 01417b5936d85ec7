package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A settlement in the making. The rules read the order as it will be after what they have already written, so that no
 * two of them move it at once.
 */
final class Draft {

    final Order order;
    final Ledger ledger;
    final Policy policy;
    final Instant now;
    final List<Entry> entries = new ArrayList<>();
    final List<Concern> concerns = new ArrayList<>();
    final List<Next.Look> looks = new ArrayList<>();

    private Order.Status status;
    private Names payer;

    /** Something that only a person may decide. */
    record Concern(Question.Reason reason, Lookup about, String facts, String line) {}

    Draft(Order order, Ledger ledger, Policy policy, Instant now) {
        this.order = order;
        this.ledger = ledger;
        this.policy = policy;
        this.now = now;
        this.status = order.status();
        this.payer = ledger.facts(Fact.Paid.class)
                .map(Fact.Paid::names)
                .reduce(order.paid().map(Order.Paid::names).orElse(Names.NONE), Names::and);
    }

    Order.Status status() {
        return status;
    }

    /** True when somebody paid the order: this payment, another one, or cash. */
    boolean paid() {
        return order.paid().isPresent() || !payer.none();
    }

    /** True when the order was paid, or is now being paid, by this very payment. */
    boolean paidBy(Payment payment) {
        return payer.meet(payment.names());
    }

    boolean paidByNobodyNamed() {
        return payer.none();
    }

    /** Adds a line, or keeps the one that the ledger has: what it stands for happens once. */
    void write(String name, Fact fact) {
        if (entries.stream().anyMatch(line -> line.name().equals(name))) {
            return;
        }
        Optional<Entry> known = ledger.line(name);
        entries.add(known.orElseGet(() -> new Entry(name, fact, now)));
        if (known.isEmpty()) {
            foresee(fact);
        }
    }

    private void foresee(Fact fact) {
        switch (fact) {
            case Fact.Paid paid -> {
                status = Order.Status.PROCESSING;
                payer = payer.and(paid.names());
            }
            case Fact.Moved moved -> status = moved.to();
            case Fact.Sighted _, Fact.Unfound _, Fact.Returned _, Fact.Asked _, Fact.Closed _ -> {}
        }
    }

    void move(String name, Order.Status to, Payment payment, Fact.Why why, String detail) {
        write(name, new Fact.Moved(status, to, payment.id(), why, detail));
    }

    void concern(Question.Reason reason, Payment payment, String line) {
        String facts = String.join(
                " ",
                payment.id(),
                payment.stage().name(),
                payment.amount().text(),
                payment.captured().text(),
                payment.net().text());
        concerns.add(new Concern(reason, new Lookup(payment.gateway(), Names.of(payment.id())), facts, line));
    }

    /** A callback named something that the gateway does not know, also after a while. */
    void concernUnfound(String gateway, String object) {
        String line = gateway + " sent a callback about " + object + " and does not know it";
        concerns.add(new Concern(Question.Reason.NOT_FOUND, new Lookup(gateway, Names.of(object)), object, line));
    }

    void look(Duration after, String gateway, Names objects) {
        looks.add(new Next.Look(after, List.of(new Lookup(gateway, objects))));
    }

    /** A look at something that somebody else is still working on: soon at first, then less and less often. */
    void lookAgain(String gateway, String object, Instant since) {
        Duration elapsed = Duration.between(since, now);
        Duration after = elapsed.compareTo(Policy.FIRST_LOOK) < 0 ? Policy.FIRST_LOOK : elapsed;
        look(after.compareTo(Policy.LONGEST_LOOK) > 0 ? Policy.LONGEST_LOOK : after, gateway, Names.of(object));
    }

    /** A refusal is only believed when it was seen just now; otherwise it is looked at first. */
    boolean fresh(Payment payment) {
        if (Duration.between(payment.seenAt(), now).compareTo(Policy.FRESH) <= 0) {
            return true;
        }
        look(Duration.ZERO, payment.gateway(), Names.of(payment.id()));
        return false;
    }

    /** The order's total as text, for a person. */
    String asked() {
        return order.total().map(Money::text).orElse("an amount that cannot be read");
    }
}
