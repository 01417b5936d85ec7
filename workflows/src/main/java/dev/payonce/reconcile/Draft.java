package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.PaidBy;
import dev.payonce.ledger.Refunds;
import dev.payonce.ledger.StateHistory;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.Review;
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
public final class Draft {

    final Order order;
    final Ledger ledger;
    final Policy policy;
    final Instant now;
    final List<Entry> entries = new ArrayList<>();
    final List<Concern> concerns = new ArrayList<>();
    final List<Next.RefreshAfter> refreshes = new ArrayList<>();
    final Map<String, PaymentResult> results = new LinkedHashMap<>();

    private Order.Status status;
    private PaidBy paidBy;
    private Ledger written;
    private Operations operations;
    private final List<Payment> overtaken = new ArrayList<>();

    Draft(Order order, Ledger ledger, Policy policy, Instant now) {
        this.order = order;
        this.ledger = ledger;
        this.policy = policy;
        this.now = now;
        this.status = order.status();
        this.paidBy = PaidBy.of(order, ledger);
        this.written = ledger;
        this.operations = Operations.of(ledger);
    }

    Order.Status status() {
        return status;
    }

    PaidBy paidBy() {
        return paidBy;
    }

    /** True when the order was paid, or is now being paid, by this very payment. */
    boolean paidBy(Payment payment) {
        return paidBy.externalIds().meet(payment.externalIds());
    }

    /** True when the order may still be paid by a payment that has not paid it yet. */
    boolean unpaid() {
        return switch (status) {
            case PENDING, FAILED, ON_HOLD -> !paidBy.known();
            case PROCESSING, COMPLETED, CANCELLED, REFUNDED, TRASH, OTHER -> false;
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
                paidBy = PaidBy.of(order, written());
            }
            case Fact.OrderStatusChanged moved -> {
                status = moved.to();
                paidBy = PaidBy.of(order, written());
            }
            case Fact.PaymentObserved seen -> paidBy = paidBy.orAlso(seen.externalIds());
            case Fact.OperationCreated _, Fact.OperationResolved _ -> operations = Operations.of(written);
            case Fact.NotFound _,
                    Fact.ReversalObserved _,
                    Fact.ReviewOpened _,
                    Fact.ReviewDecided _,
                    Fact.ReviewClosed _ -> {}
        }
    }

    /** Something newer than this look is remembered, so that nothing may follow from it but another one. */
    void overtaken(Payment payment) {
        overtaken.add(payment);
        refreshNow(lookup(payment));
    }

    /** Whether this is so of what has paid the order. */
    boolean paidByOvertaken() {
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
    Operation open(String gateway, Duration within, Function<OperationHeader, Operation> make) {
        int number = 1 + operations().highest(written());
        Operation operation = make.apply(new OperationHeader(
                number, order.id(), order.key(), policy.site(), gateway, OperationHeader.SHAPE, now, now.plus(within)));
        write("operation:" + number, new Fact.OperationCreated(operation));
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

    /** Writes down the next status of an operation, which {@link UnknownOutcomes#decide} alone decides. */
    void resolved(Fact.OperationResolved fact) {
        StateHistory series = StateHistory.of(written(), "operation", Integer.toString(fact.operation()));
        write(series.next(fact.status().name()), fact);
    }

    void move(String name, Order.Status to, Payment payment, Fact.StatusReason why, String detail) {
        write(name, new Fact.OrderStatusChanged(status, to, payment.id(), why, detail));
    }

    void concern(Review.Reason reason, Payment payment, String line) {
        concern(reason, payment, line, "");
    }

    /** @param asked what was asked instead, where that is part of what the question is about */
    void concern(Review.Reason reason, Payment payment, String line, String asked) {
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
        concerns.add(new Concern(reason, lookup(payment), facts + tried, line, Optional.of(payment), Optional.empty()));
    }

    /** The outcome of an operation stays unknown: the gateway may still carry it out, or does not know its payment. */
    void concern(Operations.Known unknown, Lookup about) {
        String why = unknown.last().map(Fact.OperationResolved::detail).orElse("");
        String line = "Operation " + unknown.number() + " (" + why + ") is not shown by " + about.gateway()
                + (unknown.mayCome()
                        ? ", which may still carry it out"
                        : ", which does not know a payment that it has shown before");
        concerns.add(new Concern(
                Review.Reason.OUTCOME_UNKNOWN,
                about,
                "operation " + unknown.number() + " " + why,
                line,
                Optional.empty(),
                Optional.of(unknown.number())));
    }

    /** A callback named something that the gateway does not know, also after a while. */
    void concernNotFound(String gateway, String object) {
        String line = gateway + " sent a callback about " + object + " and does not know it";
        Lookup about = new Lookup(gateway, ExternalIds.of(object));
        concerns.add(new Concern(Review.Reason.NOT_FOUND, about, object, line, Optional.empty(), Optional.empty()));
    }

    /** A refresh at that time, and no sooner for this reason. */
    void refreshAt(Lookup what, Instant due) {
        refreshes.add(new Next.RefreshAfter(Duration.between(now, due), List.of(what)));
    }

    void refreshNow(Lookup what) {
        refreshes.add(new Next.RefreshAfter(Duration.ZERO, List.of(what)));
    }

    /** A look at something that somebody else is still working on: soon at first, then less and less often. */
    void refreshAgain(Lookup what, Instant since) {
        refreshAgain(what, since, Optional.empty());
    }

    /** @param end a look is not put off beyond this */
    void refreshAgain(Lookup what, Instant since, Optional<Instant> end) {
        Duration elapsed = Duration.between(since, now);
        Policy.RefreshIntervals intervals = policy.terms().intervals();
        Duration longest = elapsed.compareTo(Policy.LONG_WAIT) < 0 ? intervals.longest() : Policy.LONG_REFRESH;
        Duration after = elapsed.compareTo(intervals.first()) < 0 ? intervals.first() : elapsed;
        Duration bounded = after.compareTo(longest) > 0 ? longest : after;
        Duration left = end.map(at -> Duration.between(now, at))
                .filter(Duration::isPositive)
                .orElse(bounded);
        refreshes.add(new Next.RefreshAfter(bounded.compareTo(left) > 0 ? left : bounded, List.of(what)));
    }

    /** A look at what is in doubt: somebody waits for it. */
    void refreshSoon(Lookup what, Instant since) {
        Duration elapsed = Duration.between(since, now);
        Duration after = elapsed.compareTo(Policy.UNKNOWN_REFRESH_FIRST) < 0 ? Policy.UNKNOWN_REFRESH_FIRST : elapsed;
        refreshes.add(new Next.RefreshAfter(
                after.compareTo(Policy.UNKNOWN_REFRESH_LONGEST) > 0 ? Policy.UNKNOWN_REFRESH_LONGEST : after,
                List.of(what)));
    }

    /** What speaks against the shopper is only believed when it was seen just now; otherwise it is looked at first. */
    boolean fresh(Payment payment) {
        if (seenJustNow(payment)) {
            return true;
        }
        refreshNow(lookup(payment));
        return false;
    }

    boolean seenJustNow(Payment payment) {
        return Duration.between(payment.seenAt(), now).compareTo(Policy.FRESH) <= 0;
    }

    public static Lookup lookup(Payment payment) {
        return new Lookup(payment.gateway(), ExternalIds.of(payment.id()));
    }

    /** The order's total as text, for a person. */
    String asked() {
        return order.total().map(Money::text).orElse("an amount that cannot be read");
    }
}
