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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A store in memory that keeps {@link OrdersContract}: for tests of workflows, and the model that the real adapter is
 * compared with. One monitor stands for lock and transaction. Safe for use by many threads.
 */
public final class InMemoryOrders implements Orders, PaymentHistory {

    private final String store;
    private Policy policy;
    private final InstantSource clock;
    private final Map<Long, Order> orders = new HashMap<>();
    private final Map<Ledger.Owner, List<PaymentHistory.Line>> ledgers = new HashMap<>();
    private final Map<Long, Long> lastLines = new HashMap<>();
    private final Map<String, Ledger.Owner> owners = new HashMap<>();
    private final Map<Long, List<String>> notes = new HashMap<>();
    private final Map<Long, Instant> refreshes = new HashMap<>();
    private final Map<String, StoredRequest> requests = new LinkedHashMap<>();
    private final Map<String, Instant> readUpTo = new HashMap<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();

    public InMemoryOrders(String store, Policy policy, InstantSource clock) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    /** Returns a store without a name at one address, on the real clock. */
    public static InMemoryOrders at(String site) {
        String print = Fingerprint.ofSite(site);
        Policy policy = new Policy(print, ExternalIds.of(print), Policy.Terms.DEFAULT);
        return new InMemoryOrders("", policy, InstantSource.system());
    }

    /** Puts an order there, or another one in its place. */
    public synchronized void put(long number, String rawKey, Order.Status status, Money total) {
        OrderId id = new OrderId(store, number);
        String key = Fingerprint.ofOrderKey(rawKey);
        Optional<Order.Paid> paid = paidByHand(status, clock.instant());
        orders.put(number, new Order(id, key, status, Optional.of(total), paid, ExternalIds.NONE));
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
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        long number = command.order().number();
        Optional<Order> order = Optional.ofNullable(orders.get(number))
                .map(read -> command.seen().payments().stream()
                        .filter(payment -> payment.namesInsteadOf(read)
                                .filter(orders::containsKey)
                                .isPresent())
                        .reduce(read, (one, payment) -> one.sharing(payment.externalIds()), (_, later) -> later));
        Instant hourAgo = clock.instant().minus(Duration.ofHours(1));
        long refundsLastHour = all().filter(Entry::isAutomaticRefund)
                .filter(entry -> entry.at().isAfter(hourAgo))
                .count();
        List<StoredRequest> stored = requests.values().stream()
                .filter(known -> command.requests().stream()
                                .anyMatch(request -> request.key().equals(known.key()))
                        || (known.order() == number && known.result().isEmpty()))
                .toList();
        Ledger ledger = new Ledger(
                ledgerOf(number), lastLines.getOrDefault(number, 0L), owners, stored, (int) refundsLastHour, readUpTo);
        Reconciliation reconciled = ReconciliationRules.reconcile(order, command, ledger, policy, clock.instant());
        reconciled.added().forEach(entry -> append(number, entry, ledger, reconciled.added()));
        reconciled.results().forEach((key, result) -> remember(command, key, result));
        Optional<Instant> due = reconciled.nextRefresh().map(clock.instant()::plus);
        due.ifPresentOrElse(at -> refreshes.put(number, at), () -> refreshes.remove(number));
        return reconciled;
    }

    /** Records a result; a refresh is not recorded, a final result stays, and so does another request's. */
    private void remember(ReconcileCommand command, String key, PaymentResult result) {
        OrderId order = command.order();
        Optional<String> print = command.requests().stream()
                .filter(request -> request.key().equals(key) && !(request instanceof Request.Refresh))
                .map(request -> request.fingerprint(order))
                .findFirst();
        StoredRequest before = requests.get(key);
        boolean writes = before == null
                ? print.isPresent() && (result.isFinal() || result.operation() > 0)
                : before.result().isEmpty()
                        && before.order() == order.number()
                        && print.stream().allMatch(before.fingerprint()::equals);
        if (writes) {
            String fingerprint = before == null ? print.orElseThrow() : before.fingerprint();
            Optional<PaymentResult> latest = Optional.of(result);
            requests.put(key, new StoredRequest(key, order.number(), fingerprint, result.operation(), latest));
        }
    }

    @Override
    public boolean isOurSite(String site) {
        return policy.sites().contains(site);
    }

    @Override
    public synchronized Match match(List<Payment> payments) {
        List<Match> matches = payments.stream().map(this::match).toList();
        var found = matches.stream().filter(Match.Found.class::isInstance).findFirst();
        boolean foreign = !matches.isEmpty() && matches.stream().allMatch(Match.NotOurs.class::isInstance);
        return found.orElse(foreign ? new Match.NotOurs() : new Match.NotYet());
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
        return ledgers.getOrDefault(owner(number), List.of());
    }

    public synchronized List<String> notes(long number) {
        return List.copyOf(notes.getOrDefault(number, List.of()));
    }

    /** Returns how often a reconciliation moved the status of any order. */
    public synchronized int effects() {
        return (int) all().map(Entry::fact)
                .filter(Fact.OrderChange.class::isInstance)
                .count();
    }

    private Stream<Entry> all() {
        return ledgers.values().stream().flatMap(List::stream).map(PaymentHistory.Line::entry);
    }

    /** Returns true when all planned failures were thrown. */
    public synchronized boolean hasFailed() {
        return failures.isEmpty();
    }

    private Ledger.Owner owner(long number) {
        return new Ledger.Owner(
                number, orders.containsKey(number) ? orders.get(number).key() : "");
    }

    private void append(long number, Entry entry, Ledger before, List<Entry> added) {
        Ledger.Owner key = owner(number);
        Order.Status status = orders.containsKey(number) ? orders.get(number).status() : Order.Status.TRASH;
        if (NotePolicy.worthIt(entry.fact(), status, before, added)) {
            note(number, entry.name());
        }
        ledgers.computeIfAbsent(key, ignored -> new ArrayList<>())
                .add(new PaymentHistory.Line(entry, Reconciliation.RULES));
        lastLines.merge(number, entry.number(), Math::max);
        switch (entry.fact()) {
            case Fact.PaymentObserved sighted -> own(key, sighted.externalIds());
            case Fact.Paid paid -> {
                own(key, paid.externalIds());
                change(number, order -> paid(order, paid, entry.at()));
                note(number, (paid.again() ? "again paid by " : "paid by ") + paid.transaction());
            }
            case Fact.OrderStatusChanged moved -> {
                Optional<Order.Paid> byHand = paidByHand(moved.to(), entry.at());
                change(number, order -> order.with(moved.to(), order.paid().or(() -> byHand)));
                note(number, moved.from() + " to " + moved.to() + ": " + moved.reason());
            }
            case Fact.ReversalObserved returned ->
                own(key, ExternalIds.of(returned.reversal().id()));
            default -> {}
        }
    }

    private void own(Ledger.Owner key, ExternalIds externalIds) {
        if (!key.orderKey().isEmpty()) {
            externalIds.all().forEach(name -> owners.putIfAbsent(name, key));
        }
    }

    private void note(long number, String text) {
        notes.computeIfAbsent(number, ignored -> new ArrayList<>()).add(text);
    }

    private static Order paid(Order order, Fact.Paid paid, Instant at) {
        Instant since = order.paid().map(Order.Paid::at).orElse(at);
        Order.Paid payer = new Order.Paid(ExternalIds.of(paid.transaction()), paid.gateway(), since);
        Order named = new OrderBuilder(order).naming(paid.transaction()).made();
        return named.with(paid.to(), Optional.of(payer));
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
        String site = claim.map(Payment.Claim::site).orElse("");
        if (!site.isBlank() && !policy.sites().contains(site)) {
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

    private Optional<Long> only(Predicate<Order> wanted) {
        List<Long> found = orders.values().stream()
                .filter(wanted)
                .map(order -> order.id().number())
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
