package dev.payonce.sandbox.stripe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What really happened to money, in order, append-only: the truth that tests compare everything else with. It is kept
 * apart from what the API shows, so that no fault and no rendering can touch it. Safe for many threads.
 */
public final class Journal {

    /** What happened. */
    public enum Kind {
        DECLINED,
        /** Reserved, not taken. */
        AUTHORIZED,
        /** Taken. */
        CAPTURED,
        /** Will never be taken; the amount is what had been reserved. */
        CANCELED,
        REFUNDED,
        REFUND_FAILED,
        DISPUTED,
        DISPUTE_WON,
        DISPUTE_LOST
    }

    /**
     * One thing that happened to one payment's money.
     *
     * @param charge the try that moved the money; empty where none was made
     * @param amount in Stripe's minor units, never negative
     * @param currency three lower-case letters
     * @param metadata the payment's, as it was then
     */
    public record Entry(
            Instant at,
            String intent,
            Optional<String> charge,
            Kind kind,
            long amount,
            String currency,
            Map<String, String> metadata) {}

    private static final Set<Kind> TAKEN = Set.of(Kind.CAPTURED);
    private static final Set<Kind> NET_OUT = Set.of(Kind.REFUNDED, Kind.DISPUTED);
    private static final Set<Kind> NET_IN = Set.of(Kind.CAPTURED, Kind.REFUND_FAILED, Kind.DISPUTE_WON);

    private final List<Entry> entries = new ArrayList<>();

    synchronized void append(Entry entry) {
        entries.add(entry);
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    public List<Entry> of(String intent) {
        return entries().stream().filter(entry -> entry.intent().equals(intent)).toList();
    }

    /** Everything taken for this payment, whatever was given back later. */
    public long captured(String intent) {
        return sum(of(intent), TAKEN);
    }

    /** What the merchant still has of this payment: taken, less refunded, less disputed and not won. */
    public long net(String intent) {
        return sum(of(intent), NET_IN) - sum(of(intent), NET_OUT);
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

    private static long sum(List<Entry> entries, Set<Kind> kinds) {
        return entries.stream()
                .filter(entry -> kinds.contains(entry.kind()))
                .mapToLong(Entry::amount)
                .sum();
    }
}
