package dev.payonce.payment;

import java.util.List;
import java.util.Locale;

/**
 * The states that one thing went through, as numbered lines: {@code payment:pi_1#1=open}, {@code payment:pi_1#2=captured}.
 * A state may come back, so it is counted; seen again without a change it is the line that is already there.
 */
record Series(String prefix, List<Entry> lines) {

    static Series of(Ledger ledger, String prefix) {
        return new Series(
                prefix,
                ledger.entries().stream()
                        .filter(line -> line.name().startsWith(prefix))
                        .toList());
    }

    /** The name of the line that says this state now. */
    String line(String state) {
        String said = "=" + state.toLowerCase(Locale.ROOT);
        if (!lines.isEmpty() && lines.getLast().name().endsWith(said)) {
            return lines.getLast().name();
        }
        return prefix + (lines.size() + 1) + said;
    }

    /** True when the thing was in this state before. */
    boolean was(String state) {
        return lines.stream().anyMatch(line -> line.name().endsWith("=" + state.toLowerCase(Locale.ROOT)));
    }
}
