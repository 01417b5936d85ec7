package dev.payonce.payment;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The states that one thing went through, as numbered lines: {@code payment:pi_1#1=open}, {@code payment:pi_1#2=captured}.
 * A state may come back, so it is counted; seen again without a change it is the line that is already there.
 */
record Series(String prefix, List<Entry> lines) {

    static Series of(Ledger ledger, String kind, String id) {
        String prefix = kind + ":" + Entry.part(id) + "#";
        return new Series(
                prefix,
                ledger.entries().stream()
                        .filter(line -> line.name().startsWith(prefix))
                        .toList());
    }

    static Series of(Ledger ledger, Payment.Return back) {
        return of(ledger, back.kind().name().toLowerCase(Locale.ROOT), back.id());
    }

    /** The name of the line that says this state now. */
    String line(String state) {
        return last().map(Entry::name)
                .filter(name -> name.endsWith(said(state)))
                .orElseGet(() -> prefix + (lines.size() + 1) + said(state));
    }

    Optional<Entry> last() {
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }

    /** True when another state than this one was written down after that time. */
    boolean changedSince(Instant time, String state) {
        return last().filter(line -> line.at().isAfter(time))
                .filter(line -> !line.name().endsWith(said(state)))
                .isPresent();
    }

    /** True when the thing was in this state before. */
    boolean was(String state) {
        return lines.stream().anyMatch(line -> line.name().endsWith(said(state)));
    }

    private static String said(String state) {
        return "=" + state.toLowerCase(Locale.ROOT);
    }
}
