package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import dev.payonce.order.ExternalIds;
import dev.payonce.review.Review;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is remembered of one order, oldest first.
 *
 * @param owners which order already has these names of payments, refunds and disputes
 * @param requests those that are being settled, if they were made before, and the order's others without a final answer
 * @param refundsLastHour how many refunds rules have decided on their own in the last hour, of all the store's orders
 * @param readUpTo until when each gateway account's own list of events was read; an account that never was is not there
 */
public record Ledger(
        List<Entry> entries,
        Map<String, Owner> owners,
        List<StoredRequest> requests,
        int refundsLastHour,
        Map<String, Instant> readUpTo) {

    public static final Ledger EMPTY = new Ledger(List.of(), Map.of(), List.of());

    /** @param orderKey fingerprint of the key that the order had then */
    public record Owner(long order, String orderKey) {}

    public Ledger {
        entries = List.copyOf(entries);
        owners = Map.copyOf(owners);
        requests = List.copyOf(requests);
        readUpTo = Map.copyOf(readUpTo);
    }

    /** Where nobody has counted refunds, and no list was read. */
    public Ledger(List<Entry> entries, Map<String, Owner> owners, List<StoredRequest> requests) {
        this(entries, owners, requests, 0, Map.of());
    }

    /** The same with what all orders together have had. */
    public Ledger afterRefunds(int lastHour) {
        return new Ledger(entries, owners, requests, lastHour, readUpTo);
    }

    /** The operation of ours that this refund came from; empty for one that somebody else made. */
    public Optional<Operation.Refund> refund(Fact.ReversalObserved returned) {
        return facts(Fact.OperationCreated.class)
                .map(Fact.OperationCreated::operation)
                .filter(Operation.Refund.class::isInstance)
                .map(Operation.Refund.class::cast)
                .filter(refund -> refund.payment().equals(returned.payment())
                        && returned.reversal().cameFrom(refund.number()))
                .findFirst();
    }

    /** The request with this key, if there was one. */
    public Optional<StoredRequest> request(String key) {
        return requests.stream().filter(known -> known.key().equals(key)).findFirst();
    }

    /** Whether any of these names was recorded for the order with this number and key. */
    public boolean owns(long order, String orderKey, ExternalIds externalIds) {
        return externalIds.all().stream().anyMatch(name -> new Owner(order, orderKey).equals(owners.get(name)));
    }

    public boolean has(String entry) {
        return entries.stream().anyMatch(line -> line.name().equals(entry));
    }

    /** The facts of one kind, oldest first. */
    public <F extends Fact> Stream<F> facts(Class<F> kind) {
        return entries.stream().map(Entry::fact).filter(kind::isInstance).map(kind::cast);
    }

    /** How Payonce moved the order since it was last paid, oldest first. */
    List<Fact.OrderStatusChanged> movesSincePaid() {
        List<Fact.OrderStatusChanged> moves = new ArrayList<>();
        for (Entry line : entries) {
            switch (line.fact()) {
                case Fact.Paid _ -> moves.clear();
                case Fact.OrderStatusChanged moved -> moves.add(moved);
                case Fact.PaymentObserved _,
                        Fact.NotFound _,
                        Fact.ReversalObserved _,
                        Fact.OperationCreated _,
                        Fact.OperationResolved _,
                        Fact.ReviewOpened _,
                        Fact.ReviewDecided _,
                        Fact.ReviewClosed _ -> {}
            }
        }
        return moves;
    }

    /** The last of {@link #movesSincePaid()}. */
    public Optional<Fact.OrderStatusChanged> lastMove() {
        List<Fact.OrderStatusChanged> moves = movesSincePaid();
        return moves.isEmpty() ? Optional.empty() : Optional.of(moves.getLast());
    }

    /** The ledger as it will be with this line, which it has not. */
    public Ledger with(Entry line) {
        List<Entry> all = new ArrayList<>(entries);
        all.add(line);
        return new Ledger(all, owners, requests, refundsLastHour, readUpTo);
    }

    /** The line with this name, if there is one. */
    public Optional<Entry> line(String entry) {
        return entries.stream().filter(line -> line.name().equals(entry)).findFirst();
    }

    /** Returns the reviews that were opened and not closed since, oldest first. */
    public List<Review> openReviews() {
        Map<Integer, Review> open = new TreeMap<>();
        for (Entry line : entries) {
            if (line.fact() instanceof Fact.ReviewOpened opened) {
                open.put(opened.review().number(), opened.review());
            } else if (line.fact() instanceof Fact.ReviewClosed closed) {
                open.remove(closed.review());
            }
        }
        return List.copyOf(open.values());
    }

    /** Returns the last observation of each payment, by payment id. */
    public Map<String, Fact.PaymentObserved> lastObserved() {
        Map<String, Fact.PaymentObserved> last = new LinkedHashMap<>();
        facts(Fact.PaymentObserved.class).forEach(seen -> last.put(seen.payment(), seen));
        return last;
    }
}
