package dev.payonce.woocommerce.plugin;

import java.util.List;
import java.util.Optional;

/**
 * The effects of an order that are in the ledger and not in the order.
 *
 * @param open ledger entries whose effects wait to be applied, the oldest first
 * @param rejected what the plugin cannot apply; Payonce decides again
 */
record UnfinishedEffects(List<String> open, List<Rejected> rejected) {

    static final UnfinishedEffects NONE = new UnfinishedEffects(List.of(), List.of());

    private static final int OPEN = 0;

    /** A row of the outbox. */
    record Row(String entry, int state, String code, String detail) {}

    /**
     * An effect that the plugin could not apply.
     *
     * @param code one of CONTRACT.md §4
     */
    record Rejected(String entry, String code, String detail) {

        /** Returns true if a new decision cannot help, because the plugin or the shop is broken. */
        boolean needsPerson() {
            return code.equals("failed_repeatedly") || code.startsWith("unknown_");
        }
    }

    static UnfinishedEffects of(List<Row> rows) {
        return new UnfinishedEffects(
                rows.stream().filter(row -> row.state() == OPEN).map(Row::entry).toList(),
                rows.stream()
                        .filter(row -> row.state() != OPEN)
                        .map(row -> new Rejected(row.entry(), row.code(), row.detail()))
                        .toList());
    }

    /** Returns the first effect that only a person can help. */
    Optional<Rejected> broken() {
        return rejected.stream().filter(Rejected::needsPerson).findFirst();
    }
}
