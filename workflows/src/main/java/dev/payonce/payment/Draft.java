package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    final Map<String, Answer> answers = new LinkedHashMap<>();

    private Order.Status status;
    private Payer payer;
    private Ledger written;
    private Operations operations;
    private final List<Payment> overtaken = new ArrayList<>();

    /**
     * Something that only a person may decide.
     *
     * @param captured the payment whose money is in question, empty where none was captured
     * @param surplus whether that could be given back, since it has not paid the order
     */
    record Concern(Question.Reason reason, Lookup about, String facts, String line, String captured, boolean surplus) {}

    Draft(Order order, Ledger ledger, Policy policy, Instant now) {
        this.order = order;
        this.ledger = ledger;
        this.policy = policy;
        this.now = now;
        this.status = order.status();
        this.payer = Payer.of(order, ledger);
        this.written = ledger;
        this.operations = Operations.of(ledger);
    }

    Order.Status status() {
        return status;
    }

    Payer payer() {
        return payer;
    }

    /** True when the order was paid, or is now being paid, by this very payment. */
    boolean paidBy(Payment payment) {
        return payer.names().meet(payment.names());
    }

    /** True when the order may still be paid by a payment that has not paid it yet. */
    boolean unpaid() {
        return switch (status) {
            case PENDING, FAILED, ON_HOLD -> !payer.known();
            case PROCESSING, COMPLETED, CANCELLED, REFUNDED, OTHER -> false;
        };
    }

    /** Everything that is remembered, with what was written so far. */
    Ledger written() {
        return written;
    }

    /** Adds a line, or keeps the one that is there already: what it stands for happens once. */
    Entry write(String name, Fact fact) {
        for (Entry line : entries) {
            if (line.name().equals(name)) {
                return line;
            }
        }
        Optional<Entry> known = ledger.line(name);
        Entry line = known.orElseGet(() -> new Entry(name, fact, now));
        entries.add(line);
        if (known.isEmpty()) {
            written = written.with(line);
            foresee(fact);
        }
        return line;
    }

    private void foresee(Fact fact) {
        switch (fact) {
            case Fact.Paid _ -> {
                status = Order.Status.PROCESSING;
                payer = Payer.of(order, written());
            }
            case Fact.Moved moved -> {
                status = moved.to();
                payer = Payer.of(order, written());
            }
            case Fact.Sighted seen -> payer = payer.orAlso(seen.names());
            case Fact.Opened _, Fact.Resolved _ -> operations = Operations.of(written);
            case Fact.Unfound _, Fact.Returned _, Fact.Asked _, Fact.Decided _, Fact.Closed _ -> {}
        }
    }

    /** Something newer than this look is remembered, so that nothing may follow from it but another one. */
    void overtaken(Payment payment) {
        overtaken.add(payment);
        lookNow(lookup(payment));
    }

    /** Whether this is so of what has paid the order. */
    boolean payerOvertaken() {
        return overtaken.stream().anyMatch(this::paidBy);
    }

    Operations operations() {
        return operations;
    }

    Refunds refunds() {
        return Refunds.of(operations, written);
    }

    /**
     * Writes down that an operation is to be carried out.
     *
     * @param within not sent later than this
     */
    Operation open(String gateway, Duration within, Function<Ticket, Operation> make) {
        int number = 1 + operations().highest(written());
        Operation operation = make.apply(new Ticket(
                number, order.id(), order.key(), policy.site(), gateway, Ticket.SHAPE, now, now.plus(within)));
        write("operation:" + number, new Fact.Opened(operation));
        return operation;
    }

    /** So many operations no shopper and no merchant makes. */
    boolean wild() {
        return operations().all().size() >= Policy.OPERATIONS;
    }

    /** How many refunds this settlement decides without anybody asking for them. */
    long automaticRefunds() {
        return entries.stream()
                .filter(line -> !ledger.has(line.name()) && line.isAutomaticRefund())
                .count();
    }

    /** Has a payment voided, at most a few times. False when that was in vain. */
    boolean voiding(Payment payment) {
        List<Operations.Known> voids = operations().voids(payment.id()).toList();
        if (voids.stream().anyMatch(Operations.Known::open)) {
            return true;
        }
        if (voids.size() >= Policy.VOIDS || voids.stream().anyMatch(known -> known.is(Fact.How.REFUSED))) {
            return false;
        }
        open(payment.gateway(), Policy.MOVE_WITHIN, ticket -> new Operation.Void(ticket, payment.id()));
        return true;
    }

    /** Writes down what an operation came to. What it came to for good stays so. */
    void resolve(Operations.Known known, Fact.How how, String detail, boolean mayRetry, String payment) {
        if (known.open()) {
            cameTo(known, how, detail, mayRetry, payment);
        }
    }

    /** Writes down that the gateway shows what an operation did, whatever it was taken for. */
    void shown(Operations.Known known, String detail, String payment) {
        if (!known.is(Fact.How.DONE)) {
            cameTo(known, Fact.How.DONE, detail, false, payment);
        }
    }

    private void cameTo(Operations.Known known, Fact.How how, String detail, boolean mayRetry, String payment) {
        Series series = Series.of(written(), "operation", Integer.toString(known.number()));
        write(series.line(how.name()), new Fact.Resolved(known.number(), how, detail, mayRetry, payment));
    }

    void move(String name, Order.Status to, Payment payment, Fact.Why why, String detail) {
        write(name, new Fact.Moved(status, to, payment.id(), why, detail));
    }

    void concern(Question.Reason reason, Payment payment, String line) {
        concern(reason, payment, line, "");
    }

    /** @param asked what was asked instead, where that is part of what the question is about */
    void concern(Question.Reason reason, Payment payment, String line, String asked) {
        String facts = String.join(
                " ",
                payment.id(),
                payment.stage().name(),
                payment.amount().text(),
                payment.captured().text(),
                payment.net().text(),
                asked);
        long inVain = refunds().of(payment).filter(Refunds.Made::cameToNothing).count();
        String tried = inVain == 0 ? "" : " " + inVain + " refunds";
        String captured = payment.stage() == Payment.Stage.CAPTURED ? payment.id() : "";
        boolean surplus = reason.isSurplus() && payment.holdsMoney() && !payment.disputed() && !paidBy(payment);
        concerns.add(new Concern(reason, lookup(payment), facts + tried, line, captured, surplus));
    }

    /** Nobody can tell what became of an operation, and the gateway may still carry it out. */
    void concern(Operations.Known doubt, Lookup about) {
        String why = doubt.last().map(Fact.Resolved::detail).orElse("");
        String line = "Operation " + doubt.number() + " (" + why + ") is not shown by " + about.gateway()
                + ", which may still carry it out";
        concerns.add(new Concern(
                Question.Reason.OUTCOME_UNKNOWN, about, "operation " + doubt.number() + " " + why, line, "", false));
    }

    /** A callback named something that the gateway does not know, also after a while. */
    void concernUnfound(String gateway, String object) {
        String line = gateway + " sent a callback about " + object + " and does not know it";
        Lookup about = new Lookup(gateway, Names.of(object));
        concerns.add(new Concern(Question.Reason.NOT_FOUND, about, object, line, "", false));
    }

    void lookNow(Lookup what) {
        looks.add(new Next.Look(Duration.ZERO, List.of(what)));
    }

    /** A look at something that somebody else is still working on: soon at first, then less and less often. */
    void lookAgain(Lookup what, Instant since) {
        lookAgain(what, since, Optional.empty());
    }

    /** @param end a look is not put off beyond this */
    void lookAgain(Lookup what, Instant since, Optional<Instant> end) {
        Duration elapsed = Duration.between(since, now);
        Policy.Pauses pauses = policy.terms().pauses();
        Duration longest = elapsed.compareTo(Policy.LONG_WAIT) < 0 ? pauses.longest() : Policy.LONG_LOOK;
        Duration after = elapsed.compareTo(pauses.first()) < 0 ? pauses.first() : elapsed;
        Duration bounded = after.compareTo(longest) > 0 ? longest : after;
        Duration left = end.map(at -> Duration.between(now, at))
                .filter(Duration::isPositive)
                .orElse(bounded);
        looks.add(new Next.Look(bounded.compareTo(left) > 0 ? left : bounded, List.of(what)));
    }

    /** A look at what is in doubt: somebody waits for it. */
    void lookSoon(Lookup what, Instant since) {
        Duration elapsed = Duration.between(since, now);
        Duration after = elapsed.compareTo(Policy.FIRST_DOUBT) < 0 ? Policy.FIRST_DOUBT : elapsed;
        looks.add(
                new Next.Look(after.compareTo(Policy.LONGEST_DOUBT) > 0 ? Policy.LONGEST_DOUBT : after, List.of(what)));
    }

    /** What speaks against the shopper is only believed when it was seen just now; otherwise it is looked at first. */
    boolean fresh(Payment payment) {
        if (seenJustNow(payment)) {
            return true;
        }
        lookNow(lookup(payment));
        return false;
    }

    boolean seenJustNow(Payment payment) {
        return Duration.between(payment.seenAt(), now).compareTo(Policy.FRESH) <= 0;
    }

    static Lookup lookup(Payment payment) {
        return new Lookup(payment.gateway(), Names.of(payment.id()));
    }

    /** The order's total as text, for a person. */
    String asked() {
        return order.total().map(Money::text).orElse("an amount that cannot be read");
    }
}
