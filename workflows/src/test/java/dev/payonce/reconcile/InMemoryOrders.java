package dev.payonce.reconcile;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.NotePolicy;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A store in memory that keeps {@link OrdersContract}: for tests of workflows, and the model that the real adapter is
 * compared with. One monitor stands for lock and transaction. Safe for use by many threads.
 */
public final class InMemoryOrders implements Orders, PaymentHistory {

    private final String store;
    private Policy policy;
    private final InstantSource clock;
    private final Map<Long, Order> orders = new HashMap<>();
    private final Map<OrderKey, List<PaymentHistory.Line>> ledgers = new HashMap<>();
    private final Map<String, Ledger.Owner> owners = new HashMap<>();
    private final Map<Long, List<String>> notes = new HashMap<>();
    private final Map<Long, Instant> refreshes = new HashMap<>();
    private final Map<String, StoredRequest> requests = new LinkedHashMap<>();
    private final Map<String, Instant> readUpTo = new HashMap<>();
    private final List<Instant> automaticRefunds = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private int effects;
    private int reconciles;

    private record OrderKey(long number, String key) {}

    public InMemoryOrders(String store, Policy policy, InstantSource clock) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    /** Returns a store without a name at one address, on the real clock. */
    public static InMemoryOrders at(String site) {
        return new InMemoryOrders("", Policy.of(Fingerprint.ofSite(site)), InstantSource.system());
    }

    /** Puts an order there, or another one in its place. */
    public synchronized void put(long number, String rawKey, Order.Status status, Money total) {
        orders.put(
                number,
                new Order(
                        new OrderId(store, number),
                        Fingerprint.ofOrderKey(rawKey),
                        status,
                        Optional.of(total),
                        paidByHand(status, clock.instant()),
                        ExternalIds.NONE));
    }

    /** Changes an order behind Payonce's back, as the shop's own PHP does. */
    public synchronized void change(long number, UnaryOperator<Order> change) {
        orders.computeIfPresent(number, (ignored, order) -> change.apply(order));
    }

    /** Sets the merchant's policy. */
    public synchronized void want(Policy.Terms terms) {
        policy = new Policy(policy.site(), policy.sites(), terms);
    }

    /** Sets the time up to which the account's event list was read. */
    public synchronized void readUpTo(String account, Instant reached) {
        readUpTo.put(account, reached);
    }

    public synchronized void remove(long number) {
        orders.remove(number);
    }

    /** Lets the next reconciliations fail with these, one each, before anything is done. */
    public synchronized void fail(RuntimeException... next) {
        failures.addAll(List.of(next));
    }

    @Override
    public synchronized Reconciliation reconcile(ReconcileCommand command) {
        reconciles++;
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        Optional<Order> order = Optional.ofNullable(orders.get(command.order().number()))
                .map(read -> command.seen().payments().stream()
                        .filter(payment ->
                                payment.namesInsteadOf(read).filter(orders::containsKey).isPresent())
                        .reduce(read, (one, payment) -> one.sharing(payment.externalIds()), (_, later) -> later));
        Instant hourAgo = clock.instant().minus(Duration.ofHours(1));
        int refundsLastHour = (int)
                automaticRefunds.stream().filter(at -> at.isAfter(hourAgo)).count();
        Ledger ledger = new Ledger(
                ledgerOf(command.order().number()),
                last(command.order().number()),
                owners,
                stored(command),
                refundsLastHour,
                readUpTo);
        Reconciliation reconciled = ReconciliationRules.reconcile(order, command, ledger, policy, clock.instant());
        for (Entry entry : reconciled.added()) {
            append(
                    command.order().number(),
                    new PaymentHistory.Line(entry, Reconciliation.RULES),
                    ledger,
                    reconciled.added());
        }
        reconciled.results().forEach((key, result) -> remember(command, key, result));
        long number = command.order().number();
        reconciled
                .nextRefresh()
                .ifPresentOrElse(
                        after -> refreshes.put(number, clock.instant().plus(after)), () -> refreshes.remove(number));
        return reconciled;
    }

    /** Returns the number of the last line of any order that had this number. */
    private long last(long number) {
        return ledgers.entrySet().stream()
                .filter(each -> each.getKey().number() == number)
                .flatMap(each -> each.getValue().stream())
                .mapToLong(line -> line.entry().number())
                .max()
                .orElse(0);
    }

    private List<StoredRequest> stored(ReconcileCommand command) {
        return requests.values().stream()
                .filter(known -> command.requests().stream()
                                .anyMatch(request -> request.key().equals(known.key()))
                        || (known.order() == command.order().number()
                                && known.result().isEmpty()))
                .toList();
    }

    /** Records a result; a refresh is not recorded, and a final result stays. */
    private void remember(ReconcileCommand command, String key, PaymentResult result) {
        Optional<String> print = command.requests().stream()
                .filter(request -> request.key().equals(key) && !(request instanceof Request.Refresh))
                .map(request -> request.fingerprint(command.order()))
                .findFirst();
        StoredRequest before = requests.get(key);
        boolean another = before != null
                && (before.order() != command.order().number()
                        || print.filter(asked -> !asked.equals(before.fingerprint()))
                                .isPresent());
        boolean nothing = before == null && (print.isEmpty() || !(result.isFinal() || result.operation() > 0));
        if (another || nothing) {
            return;
        }
        if (before == null || before.result().isEmpty()) {
            requests.put(
                    key,
                    new StoredRequest(
                            key,
                            command.order().number(),
                            before == null ? print.orElseThrow() : before.fingerprint(),
                            result.operation(),
                            Optional.of(result)));
        }
    }

    /** Returns the recorded request with this key. */
    public synchronized Optional<StoredRequest> request(String key) {
        return Optional.ofNullable(requests.get(key));
    }

    @Override
    public boolean isOurSite(String site) {
        return policy.sites().contains(site);
    }

    @Override
    public synchronized Match match(List<Payment> payments) {
        boolean foreign = !payments.isEmpty();
        for (Payment payment : payments) {
            Match match = match(payment);
            if (match instanceof Match.Found) {
                return match;
            }
            foreign &= match instanceof Match.NotOurs;
        }
        return foreign ? new Match.NotOurs() : new Match.NotYet();
    }

    public synchronized Order order(long number) {
        return orders.get(number);
    }

    /** Returns each unfinished payment's next refresh, by its order's number. */
    public synchronized Map<Long, Instant> refreshes() {
        return Map.copyOf(refreshes);
    }

    /** Reports whether any order has recorded this ID. */
    public synchronized boolean hasRecorded(String id) {
        return owners.containsKey(id);
    }

    public synchronized List<Long> numbers() {
        return List.copyOf(orders.keySet());
    }

    /** Returns the lines of the order that has this number now, oldest first. */
    public synchronized List<Entry> ledgerOf(long number) {
        return linesOf(number).stream().map(PaymentHistory.Line::entry).toList();
    }

    @Override
    public synchronized Optional<PaymentHistory.Timeline> of(OrderId order) {
        PaymentSummary view = PaymentSummary.of(Ledger.of(ledgerOf(order.number())));
        return Optional.of(linesOf(order.number()))
                .filter(lines -> !lines.isEmpty())
                .map(lines -> new PaymentHistory.Timeline(order, view, lines));
    }

    private List<PaymentHistory.Line> linesOf(long number) {
        return ledgers.getOrDefault(ledgerKey(number), List.of());
    }

    public synchronized List<String> notes(long number) {
        return List.copyOf(notes.getOrDefault(number, List.of()));
    }

    /** Returns how often a reconciliation moved the status of any order. */
    public synchronized int effects() {
        return effects;
    }

    public synchronized int reconciles() {
        return reconciles;
    }

    private OrderKey ledgerKey(long number) {
        Order order = orders.get(number);
        return new OrderKey(number, order == null ? "" : order.key());
    }

    private void append(long number, PaymentHistory.Line line, Ledger before, List<Entry> added) {
        OrderKey key = ledgerKey(number);
        Entry entry = line.entry();
        if (entry.isAutomaticRefund()) {
            automaticRefunds.add(clock.instant());
        }
        if (NotePolicy.worthIt(entry.fact(), before, added)) {
            note(number, entry.name());
        }
        ledgers.computeIfAbsent(key, ignored -> new ArrayList<>()).add(line);
        switch (entry.fact()) {
            case Fact.PaymentObserved sighted -> own(key, sighted.externalIds());
            case Fact.Paid paid -> {
                own(key, paid.externalIds());
                change(number, order -> paid(order, paid, entry.at()));
                effect(number, Optional.of((paid.again() ? "again paid by " : "paid by ") + paid.transaction()));
            }
            case Fact.OrderStatusChanged moved -> {
                change(number, order -> moved(order, moved.to(), entry.at()));
                effect(number, Optional.of(moved.from() + " to " + moved.to() + ": " + moved.reason()));
            }
            case Fact.ReversalObserved returned ->
                own(key, ExternalIds.of(returned.reversal().id()));
            default -> {}
        }
    }

    private void own(OrderKey key, ExternalIds externalIds) {
        if (!key.key().isEmpty()) {
            externalIds.all().forEach(name -> owners.putIfAbsent(name, new Ledger.Owner(key.number(), key.key())));
        }
    }

    private void effect(long number, Optional<String> note) {
        effects++;
        note.ifPresent(text -> note(number, text));
    }

    private void note(long number, String text) {
        notes.computeIfAbsent(number, ignored -> new ArrayList<>()).add(text);
    }

    private static Order paid(Order order, Fact.Paid paid, Instant at) {
        ExternalIds transaction = ExternalIds.of(paid.transaction());
        Instant since = order.paid().map(Order.Paid::at).orElse(at);
        return new OrderBuilder(order)
                .naming(paid.transaction())
                .made()
                .with(paid.to(), Optional.of(new Order.Paid(transaction, paid.gateway(), since)));
    }

    private static Order moved(Order order, Order.Status to, Instant at) {
        return order.with(to, order.paid().or(() -> paidByHand(to, at)));
    }

    private static Optional<Order.Paid> paidByHand(Order.Status status, Instant at) {
        return status == Order.Status.PROCESSING || status == Order.Status.COMPLETED
                ? Optional.of(new Order.Paid(ExternalIds.NONE, "cod", at))
                : Optional.empty();
    }

    private Match match(Payment payment) {
        if (payment.tag().isPresent()) {
            Payment.Tag tag = payment.tag().get();
            return tag.store().equals(store) && policy.sites().contains(tag.site())
                    ? new Match.Found(new OrderId(store, tag.order()))
                    : new Match.NotOurs();
        }
        Optional<Payment.Claim> claim = payment.claim();
        if (claim.filter(c -> !c.site().isBlank() && !policy.sites().contains(c.site()))
                .isPresent()) {
            return new Match.NotOurs();
        }
        return payment.externalIds().all().stream()
                .filter(owners::containsKey)
                .map(name -> owners.get(name).order())
                .findFirst()
                .or(() -> claim.flatMap(c -> only(order -> order.key().equals(c.orderKey()))))
                .or(() -> only(order -> order.externalIds().meet(payment.externalIds())))
                .<Match>map(number -> new Match.Found(new OrderId(store, number)))
                .orElseGet(Match.NotYet::new);
    }

    private Optional<Long> only(java.util.function.Predicate<Order> wanted) {
        List<Long> found = orders.values().stream()
                .filter(wanted)
                .map(order -> order.id().number())
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
