package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.Concern;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Standing;
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
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The draft of a reconciliation. It holds one ledger that grows with all that the rules write. Each rule therefore
 * reads the order as it will be, and no two of them move it at once.
 */
final class Draft {

    final Order order;
    final ReconcileCommand command;
    final Observation seen;
    final Policy policy;
    final Instant now;

    /** The order's payments that were observed. */
    final List<Payment> ours = new ArrayList<>();

    /** Our payments that the ledger knows no better. */
    final List<Payment> current = new ArrayList<>();

    /** The payments that the ledger has seen and their gateway does not know now: it may be another account. */
    final Set<String> lost;

    final List<Concern> concerns = new ArrayList<>();
    final List<Next.RefreshAfter> refreshes = new ArrayList<>();
    final Map<String, PaymentResult> results = new LinkedHashMap<>();

    private final Ledger before;
    private Ledger ledger;
    private String actor;

    Draft(Order order, ReconcileCommand command, Ledger ledger, Policy policy, Instant now) {
        this.order = order;
        this.command = command;
        this.seen = command.seen();
        this.before = ledger;
        this.ledger = ledger;
        this.actor = command.actor();
        this.lost = ledger.lost(seen);
        this.policy = policy;
        this.now = now;
    }

    Ledger ledger() {
        return ledger;
    }

    Operations operations() {
        return ledger.operations();
    }

    /** Returns the lines that the ledger did not have before. */
    List<Entry> added() {
        return ledger.entries()
                .subList(before.entries().size(), ledger.entries().size());
    }

    /** Names the actor of the lines that this writes, instead of the command's own. */
    <T> T by(String who, Supplier<T> writes) {
        actor = who;
        T result = writes.get();
        actor = command.actor();
        return result;
    }

    /** Writes a fact down, and returns its line: the one that is there already where the ledger says it already. */
    Entry write(Fact fact) {
        ledger = ledger.with(fact, now, actor);
        return ledger.about(fact).getLast();
    }

    Order.Status status() {
        return added().reversed().stream()
                .map(Entry::fact)
                .filter(Fact.OrderChange.class::isInstance)
                .map(change -> ((Fact.OrderChange) change).to())
                .findFirst()
                .orElse(order.status());
    }

    Standing standing() {
        return Standing.of(order, status(), ledger);
    }

    boolean paidBy(Payment payment) {
        return standing().paidBy(payment);
    }

    /** Writes down that an operation is to be carried out, within this time and never later. */
    Operation open(String gateway, Duration within, Function<OperationHeader, Operation> make) {
        Operation operation = make.apply(new OperationHeader(
                ledger.nextOperation(),
                order.id(),
                order.key(),
                policy.site(),
                gateway,
                OperationHeader.SHAPE,
                now,
                now.plus(within)));
        write(new Fact.OperationCreated(operation));
        return operation;
    }

    /** Returns true when the order has more operations than any shopper or merchant makes. */
    boolean wild() {
        return operations().all().size() >= Policy.OPERATIONS;
    }

    void move(Order.Status to, Payment payment, Fact.StatusReason why, String detail) {
        move(write(Fact.PaymentObserved.of(payment)), to, payment, why, detail);
    }

    /** Moves the order because of a line of the ledger; one line moves it once. */
    void move(Entry cause, Order.Status to, Payment payment, Fact.StatusReason why, String detail) {
        write(new Fact.OrderStatusChanged(status(), to, payment.id(), why, detail, cause.number()));
    }

    void concern(Review.Reason reason, Payment payment, String line) {
        concern(reason, payment, line, "");
    }

    /** @param asked the amount or object that is also part of what the review is about */
    void concern(Review.Reason reason, Payment payment, String line, String asked) {
        concerns.add(Concern.of(reason, payment, line, asked, ledger.refunds()));
    }

    void refreshNow(Lookup what) {
        refreshAt(what, now);
    }

    void refreshAt(Lookup what, Instant due) {
        refreshes.add(new Next.RefreshAfter(Duration.between(now, due), List.of(what)));
    }

    /** Refreshes what another party is still working on: soon at first, then less and less often. */
    void refreshAgain(Lookup what, Instant since) {
        refreshAt(what, now.plus(policy.terms().intervals().after(Duration.between(since, now))));
    }

    /** Returns true when a payment was seen just now; asks for a refresh otherwise. */
    boolean fresh(Payment payment) {
        boolean fresh = seenJustNow(payment);
        if (!fresh) {
            refreshNow(Lookup.of(payment));
        }
        return fresh;
    }

    boolean seenJustNow(Payment payment) {
        return Duration.between(payment.seenAt(), now).compareTo(Policy.FRESH) <= 0;
    }
}
