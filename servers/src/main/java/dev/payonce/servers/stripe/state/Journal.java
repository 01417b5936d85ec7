package dev.payonce.servers.stripe.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The journal of what really happened to money, in order, append-only: the truth that tests compare everything else
 * with. It is kept apart from what the API shows, so no fault and no rendering can touch it. Safe for many threads.
 */
public final class Journal {

    /** The kind of what happened. */
    public enum Kind {
        DECLINED,
        /** Asked of the shopper's bank, which answers only days later. */
        PENDING,
        /** Reserved, not taken. */
        AUTHORIZED,
        /** Taken. */
        CAPTURED,
        /** Will never be taken; the amount is what had been reserved. */
        CANCELED,
        /** Promised to the shopper: it counts as given back until it fails. */
        REFUND_PENDING,
        REFUNDED,
        /** It came back, was never sent, or was called off. */
        REFUND_FAILED,
        /** The shopper's bank asks, and takes nothing. */
        INQUIRED,
        INQUIRY_CLOSED,
        /** The shopper's bank has taken it. */
        DISPUTED,
        DISPUTE_WON,
        DISPUTE_LOST
    }

    /**
     * A refund or a dispute of a payment.
     *
     * @param metadata its own, as its maker gave it
     */
    public record Part(String id, Map<String, String> metadata) {}

    /**
     * An entry of what happened to one payment's money.
     *
     * @param charge the try that moved the money; empty where none was made
     * @param amount in Stripe's minor units, never negative
     * @param currency three lower-case letters
     * @param metadata the payment's, as it was then
     * @param key the idempotency key of the request that did it; empty for another party's step
     * @param part the refund or dispute, where it did not happen to the payment as a whole
     */
    public record Entry(
            Instant at,
            String intent,
            Optional<String> charge,
            Kind kind,
            long amount,
            String currency,
            Map<String, String> metadata,
            Optional<String> key,
            Optional<Part> part) {

        /**
         * Returns the order by Payonce's tag, or else the number that the store's own plugin wrote; empty without
         * either.
         */
        public Optional<String> order() {
            return Optional.ofNullable(metadata.get("payonce_order"))
                    .or(() -> Optional.ofNullable(metadata.get("order_id")));
        }
    }

    private static final Set<Kind> TAKEN = Set.of(Kind.CAPTURED);
    private static final Set<Kind> REFUNDS = Set.of(Kind.REFUND_PENDING, Kind.REFUNDED, Kind.REFUND_FAILED);
    private static final Set<Kind> GIVEN_BACK = Set.of(Kind.REFUND_PENDING, Kind.REFUNDED);
    private static final Set<Kind> OUT = Set.of(Kind.REFUND_PENDING, Kind.REFUNDED, Kind.DISPUTED, Kind.DISPUTE_LOST);

    private static final Set<Kind> RESERVED = Set.of(Kind.AUTHORIZED);
    private static final Set<Kind> CLOSED = Set.of(Kind.CAPTURED, Kind.CANCELED);

    private final List<Entry> entries = new ArrayList<>();

    public synchronized void append(Entry entry) {
        entries.add(entry);
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    public List<Entry> of(String intent) {
        return entries().stream().filter(entry -> entry.intent().equals(intent)).toList();
    }

    /** Returns everything taken for this payment, before refunds. */
    public long captured(String intent) {
        return sum(of(intent), TAKEN);
    }

    /** Returns every refund once, ours and others', in its last state. */
    public List<Entry> refunds() {
        return latest(entries()).stream()
                .filter(entry -> REFUNDS.contains(entry.kind()))
                .toList();
    }

    /** Returns the part of this payment that was given back, or is promised to be. */
    public long refunded(String intent) {
        return sum(latest(of(intent)), GIVEN_BACK);
    }

    /**
     * Returns the part of this payment that the merchant still has: taken, less refunded, less disputed and not won.
     */
    public long net(String intent) {
        return net(of(intent));
    }

    /**
     * Payments whose metadata says so and of which the merchant still has money, with how much. More than one for one
     * order means that the shopper paid twice.
     */
    public Map<String, Long> netBy(String metadataKey, String value) {
        Map<String, Long> byIntent = new TreeMap<>();
        for (Entry entry : entries()) {
            if (value.equals(entry.metadata().get(metadataKey))) {
                byIntent.computeIfAbsent(entry.intent(), this::net);
            }
        }
        byIntent.values().removeIf(net -> net == 0);
        return byIntent;
    }

    /** Returns every order's payments of which the merchant still has money, with the amount, by the order's number. */
    public Map<String, Map<String, Long>> netByOrder() {
        return byOrder(Journal::net);
    }

    /** Returns one order's part of {@link #netByOrder}. */
    public Map<String, Long> netOf(long order) {
        return netByOrder().getOrDefault(Long.toString(order), Map.of());
    }

    /** Returns every order's payments that still reserve the shopper's money without taking any, with the amount. */
    public Map<String, Map<String, Long>> reservedByOrder() {
        return byOrder(
                some -> some.stream().anyMatch(entry -> CLOSED.contains(entry.kind())) ? 0 : sum(some, RESERVED));
    }

    /** Amounts of zero are left out. */
    private Map<String, Map<String, Long>> byOrder(ToLongFunction<List<Entry>> amount) {
        Map<String, List<Entry>> byIntent = entries().stream().collect(Collectors.groupingBy(Entry::intent));
        Map<String, Map<String, Long>> byOrder = new TreeMap<>();
        byIntent.forEach((intent, some) -> {
            long left = amount.applyAsLong(some);
            some.getLast()
                    .order()
                    .filter(_ -> left != 0)
                    .ifPresent(order ->
                            byOrder.computeIfAbsent(order, _ -> new TreeMap<>()).put(intent, left));
        });
        return byOrder;
    }

    private static long net(List<Entry> some) {
        return sum(some, TAKEN) - sum(latest(some), OUT);
    }

    /** Returns the last entry of each refund and dispute. */
    private static List<Entry> latest(List<Entry> some) {
        Map<String, Entry> byPart = new LinkedHashMap<>();
        some.forEach(entry -> entry.part().ifPresent(part -> byPart.put(part.id(), entry)));
        return List.copyOf(byPart.values());
    }

    /** Counts the tries to take or to reserve money for this payment, with any result. */
    public long attempts(String intent) {
        return of(intent).stream()
                .flatMap(entry -> entry.charge().stream())
                .distinct()
                .count();
    }

    /**
     * Returns the effects on money of the request with this idempotency key, repeats included; more than one entry is
     * one too many.
     */
    public List<Entry> byKey(String key) {
        return entries().stream()
                .filter(entry -> entry.key().filter(key::equals).isPresent())
                .toList();
    }

    private static long sum(List<Entry> entries, Set<Kind> kinds) {
        return entries.stream()
                .filter(entry -> kinds.contains(entry.kind()))
                .mapToLong(Entry::amount)
                .sum();
    }
}
