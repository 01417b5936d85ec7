package dev.payonce.ledger;

import dev.payonce.payment.Reversal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The states that one thing went through, as numbered lines: {@code payment:pi_1#1=open}, {@code payment:pi_1#2=captured}.
 * A state may come back, so it is counted; seen again without a change it is the line that is already there.
 */
public record StateHistory(String prefix, List<Entry> lines) {

    public static StateHistory of(Ledger ledger, String kind, String id) {
        String prefix = kind + ":" + Entry.part(id) + "#";
        return new StateHistory(
                prefix,
                ledger.entries().stream()
                        .filter(line -> line.name().startsWith(prefix))
                        .toList());
    }

    public static StateHistory of(Ledger ledger, Reversal reversal) {
        return of(ledger, reversal.kind().name().toLowerCase(Locale.ROOT), reversal.id());
    }

    /** The name of the line that says this state now. */
    public String line(String state) {
        return last().map(Entry::name)
                .filter(name -> name.endsWith(said(state)))
                .orElseGet(() -> next(state));
    }

    /** The name of the next line, also where the last one says the same state. */
    public String next(String state) {
        return prefix + (lines.size() + 1) + said(state);
    }

    public Optional<Entry> last() {
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }

    /** True when another state than this one was written down after that time. */
    public boolean changedSince(Instant time, String state) {
        return last().filter(line -> line.at().isAfter(time))
                .filter(line -> !line.name().endsWith(said(state)))
                .isPresent();
    }

    /** True when the thing was in this state before. */
    public boolean was(String state) {
        return lines.stream().anyMatch(line -> line.name().endsWith(said(state)));
    }

    private static String said(String state) {
        return "=" + state.toLowerCase(Locale.ROOT);
    }
}
