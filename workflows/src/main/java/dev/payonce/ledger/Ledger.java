package dev.payonce.ledger;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger of one order, oldest line first. It never changes; {@link #with} makes a longer one. */
public final class Ledger {

    public static final Ledger EMPTY = of(List.of());

    private final List<Entry> entries;
    private final long last;
    private final Map<String, Owner> owners;
    private final List<StoredRequest> requests;
    private final int refundsLastHour;
    private final Map<String, Instant> readUpTo;
    private @Nullable Operations operations;
    private @Nullable Refunds refunds;
    private @Nullable Map<String, Fact.PaymentObserved> observed;

    /** @param orderKey fingerprint of the key that the order had then */
    public record Owner(long order, String orderKey) {}

    /** The state that a payment was seen in, as it was seen last, and the time at which it was first seen in it. */
    public record Snapshot(Fact.PaymentObserved last, Instant since) {}

    /**
     * @param last the number of the last line of any order that ever had this order number
     * @param owners the orders that already have these names of payments, refunds and disputes
     * @param requests those of this command that were made before, and the order's others without a final result
     * @param refundsLastHour the refunds that rules alone have decided in the last hour, of all the store's orders
     * @param readUpTo until when each gateway account's own list of events was read
     */
    public Ledger(
            List<Entry> entries,
            long last,
            Map<String, Owner> owners,
            List<StoredRequest> requests,
            int refundsLastHour,
            Map<String, Instant> readUpTo) {
        this.entries = List.copyOf(entries);
        this.last = last;
        this.owners = Map.copyOf(owners);
        this.requests = List.copyOf(requests);
        this.refundsLastHour = refundsLastHour;
        this.readUpTo = Map.copyOf(readUpTo);
    }

    public static Ledger of(List<Entry> entries) {
        long last = entries.isEmpty() ? 0 : entries.getLast().number();
        return new Ledger(entries, last, Map.of(), List.of(), 0, Map.of());
    }

    /** Returns the same ledger with the number of refunds that all orders together have had. */
    public Ledger afterRefunds(int lastHour) {
        return new Ledger(entries, last, owners, requests, lastHour, readUpTo);
    }

    /** Returns the ledger with a line for this fact; itself where its last line about the same thing says it already. */
    public Ledger with(Fact fact, Instant at, String actor) {
        List<Entry> about = about(fact);
        return repeats(fact, about)
                ? this
                : with(List.of(new Entry(last + 1, FactRules.name(fact, about.size() + 1), fact, at, actor)));
    }

    /** Returns the ledger with these further lines, which another ledger of the order has made. */
    public Ledger with(List<Entry> made) {
        if (made.isEmpty()) {
            return this;
        }
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(made);
        return new Ledger(all, made.getLast().number(), owners, requests, refundsLastHour, readUpTo);
    }

    /** Returns true when a line for this fact would add nothing. */
    boolean has(Fact fact) {
        return repeats(fact, about(fact));
    }

    private static boolean repeats(Fact fact, List<Entry> about) {
        return FactRules.repeats(fact, about.stream().map(Entry::fact).toList());
    }

    /** Returns the lines of the same kind about the same thing, oldest first. */
    public List<Entry> about(Fact fact) {
        return entries.stream()
                .filter(line -> line.fact().getClass() == fact.getClass()
                        && FactRules.subject(line.fact()).equals(FactRules.subject(fact)))
                .toList();
    }

    public List<Entry> entries() {
        return entries;
    }

    public Map<String, Owner> owners() {
        return owners;
    }

    public List<StoredRequest> requests() {
        return requests;
    }

    public int refundsLastHour() {
        return refundsLastHour;
    }

    public Map<String, Instant> readUpTo() {
        return readUpTo;
    }

    /** Returns the facts of one kind, oldest first. */
    public <F extends Fact> Stream<F> facts(Class<F> kind) {
        return entries.stream().map(Entry::fact).filter(kind::isInstance).map(kind::cast);
    }

    public Operations operations() {
        if (operations == null) {
            operations = Operations.of(entries);
        }
        return operations;
    }

    /** Returns the lines by which an operation's outcome became unknown, oldest first. */
    public Stream<Fact.OperationResolved> doubts(int operation) {
        return facts(Fact.OperationResolved.class)
                .filter(line -> line.operation() == operation && line.status() == OperationStatus.UNKNOWN);
    }

    /** Returns the refunds among the operations, and what the gateway shows of them. */
    public Refunds refunds() {
        if (refunds == null) {
            refunds =
                    Refunds.of(operations(), facts(Fact.ReversalObserved.class).toList());
        }
        return refunds;
    }

    /** Returns the last observation of each payment, by payment id. */
    public Map<String, Fact.PaymentObserved> lastObserved() {
        if (observed == null) {
            Map<String, Fact.PaymentObserved> each = new LinkedHashMap<>();
            facts(Fact.PaymentObserved.class).forEach(seen -> each.put(seen.payment(), seen));
            observed = each;
        }
        return observed;
    }

    public Optional<Fact.PaymentObserved> lastObserved(String payment) {
        return Optional.ofNullable(lastObserved().get(payment));
    }

    /** Returns the payments that may take money, or have taken it, and that their gateway does not know now. */
    public Set<String> lost(Observation seen) {
        return lastObserved().values().stream()
                .filter(known -> known.stage() != Stage.CLOSED)
                .filter(known -> seen.missing(known.gateway()).contains(known.payment()))
                .filter(known -> seen.payments().stream()
                        .noneMatch(payment -> payment.externalIds().meet(known.externalIds())))
                .map(Fact.PaymentObserved::payment)
                .collect(Collectors.toSet());
    }

    /** Returns the states that a payment was seen in, oldest first. */
    public List<Snapshot> snapshots(String payment) {
        List<Snapshot> states = new ArrayList<>();
        for (Entry line : entries) {
            if (line.fact() instanceof Fact.PaymentObserved seen
                    && seen.payment().equals(payment)) {
                boolean same = !states.isEmpty() && states.getLast().last().waitsAs(seen);
                Instant since = same ? states.removeLast().since() : line.at();
                states.add(new Snapshot(seen, since));
            }
        }
        return states;
    }

    /** Returns the last line of each refund and dispute, by its id. */
    public Map<String, Entry> lastReversals() {
        Map<String, Entry> each = new LinkedHashMap<>();
        entries.stream()
                .filter(line -> line.fact() instanceof Fact.ReversalObserved)
                .forEach(line -> each.put(FactRules.subject(line.fact()), line));
        return each;
    }

    /** Returns true when the gateway showed this refund as done before. */
    public boolean everDone(Reversal refund) {
        return facts(Fact.ReversalObserved.class)
                .map(Fact.ReversalObserved::reversal)
                .anyMatch(seen -> seen.id().equals(refund.id()) && seen.state() == Reversal.State.DONE);
    }

    /** Returns what the merchant holds of a payment, in minor units, by what was seen last. */
    public long net(Fact.PaymentObserved seen) {
        long back = lastReversals().values().stream()
                .map(line -> (Fact.ReversalObserved) line.fact())
                .filter(known -> known.payment().equals(seen.payment()))
                .map(Fact.ReversalObserved::reversal)
                .filter(each -> each.counts()
                        && each.money().currency().equals(seen.captured().currency()))
                .mapToLong(each -> each.money().minor())
                .reduce(0, (sum, next) -> Math.min(Money.LARGEST_MINOR, sum + next));
        return Math.max(0, seen.captured().minor() - back);
    }

    /** Returns the operation of ours that made this refund; empty for one that another program made. */
    public Optional<Operation.Refund> refund(Fact.ReversalObserved observed) {
        return refunds().all().stream()
                .map(Refunds.Made::operation)
                .filter(refund -> refund.payment().equals(observed.payment())
                        && observed.reversal().cameFrom(refund.number()))
                .findFirst();
    }

    /** Returns the number for the next operation: above all that the ledger or the gateway remembers. */
    public int nextOperation() {
        return 1
                + Stream.of(
                                operations().all().stream().map(Operations.Known::number),
                                facts(Fact.PaymentObserved.class).map(Fact.PaymentObserved::operation),
                                facts(Fact.ReversalObserved.class)
                                        .flatMap(seen -> seen.reversal().operation().stream()))
                        .flatMap(numbers -> numbers)
                        .reduce(0, Math::max);
    }

    public Optional<StoredRequest> request(String key) {
        return requests.stream().filter(known -> known.key().equals(key)).findFirst();
    }

    /** Returns true when any of these names was recorded for the order with this number and key. */
    public boolean owns(long order, String orderKey, ExternalIds externalIds) {
        return externalIds.all().stream().anyMatch(name -> new Owner(order, orderKey).equals(owners.get(name)));
    }

    /** Returns how Payonce moved the order since it was last paid, oldest first. */
    List<Fact.OrderStatusChanged> movesSincePaid() {
        List<Fact.OrderStatusChanged> moves = new ArrayList<>();
        facts(Fact.OrderChange.class).forEach(change -> {
            switch (change) {
                case Fact.Paid _ -> moves.clear();
                case Fact.OrderStatusChanged moved -> moves.add(moved);
            }
        });
        return moves;
    }

    /** Returns the last of {@link #movesSincePaid()}. */
    public Optional<Fact.OrderStatusChanged> lastMove() {
        return movesSincePaid().reversed().stream().findFirst();
    }

    /** Returns the hold that others undid, so that this one puts the order on hold again; empty for a first hold. */
    public Optional<Fact.OrderStatusChanged> undoneHold(Fact.OrderStatusChanged hold) {
        return facts(Fact.OrderStatusChanged.class)
                .filter(moved -> about(moved).getLast().number() == hold.cause())
                .findFirst();
    }

    /** Returns the reviews that were opened and not closed since, oldest first. */
    public List<Review> openReviews() {
        Map<Integer, Review> open = new TreeMap<>();
        facts(Fact.ReviewChange.class).forEach(change -> {
            switch (change) {
                case Fact.ReviewOpened(Review review) -> open.put(review.number(), review);
                case Fact.ReviewClosed(int number, var _) -> open.remove(number);
                case Fact.DecisionProposed _, Fact.ReviewDecided _ -> {}
            }
        });
        return List.copyOf(open.values());
    }
}
