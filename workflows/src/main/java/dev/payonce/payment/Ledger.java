package dev.payonce.payment;

import dev.payonce.order.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is remembered of one order, oldest first.
 *
 * @param owners which order already has these names of payments, refunds and disputes
 */
public record Ledger(List<Entry> entries, Map<String, Owner> owners) {

    public static final Ledger EMPTY = new Ledger(List.of(), Map.of());

    /** @param orderKey fingerprint of the key that the order had then */
    public record Owner(long order, String orderKey) {}

    public Ledger {
        entries = List.copyOf(entries);
        owners = Map.copyOf(owners);
    }

    /** Whether any of these names was recorded for the order with this number and key. */
    public boolean owns(long order, String orderKey, Names names) {
        return names.all().stream().anyMatch(name -> new Owner(order, orderKey).equals(owners.get(name)));
    }

    public boolean has(String entry) {
        return entries.stream().anyMatch(line -> line.name().equals(entry));
    }

    /** The facts of one kind, oldest first. */
    public <F extends Fact> Stream<F> facts(Class<F> kind) {
        return entries.stream().map(Entry::fact).filter(kind::isInstance).map(kind::cast);
    }

    /** The last move of the order's status by Payonce; empty when the order was paid after it. */
    Optional<Fact.Moved> lastMove() {
        return entries.reversed().stream()
                .map(Entry::fact)
                .filter(fact -> fact instanceof Fact.Paid || fact instanceof Fact.Moved)
                .findFirst()
                .filter(Fact.Moved.class::isInstance)
                .map(Fact.Moved.class::cast);
    }

    /** The ledger as it will be with these lines; those it has already are not added again. */
    Ledger with(List<Entry> more) {
        List<Entry> all = new ArrayList<>(entries);
        more.stream().filter(line -> !has(line.name())).forEach(all::add);
        return new Ledger(all, owners);
    }

    /** The line with this name, if there is one. */
    public Optional<Entry> line(String entry) {
        return entries.stream().filter(line -> line.name().equals(entry)).findFirst();
    }
}
