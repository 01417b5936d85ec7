package dev.payonce.woocommerce.plugin;

import dev.payonce.order.RejectedEffect;
import java.util.List;

/**
 * The effects of an order that are in the ledger and not in the order.
 *
 * @param open ledger entries whose effects wait to be applied, the oldest first
 * @param rejected what the plugin cannot apply; Payonce decides again
 */
record UnfinishedEffects(List<String> open, List<RejectedEffect> rejected) {

    /**
     * The codes after which a new decision cannot help. The plugin or the shop is broken, or another program's payment is
     * on the order: then both payments have taken money, and our own stays in the ledger.
     */
    static final List<String> NEED_A_PERSON = List.of(
            "failed_repeatedly",
            "unknown_kind",
            "unknown_status",
            "unknown_state",
            "refund_unreadable",
            "token_unreadable",
            "fee_unreadable",
            "more_than_left",
            "paid_otherwise");

    private static final int OPEN = 0;

    /** A row of the outbox. */
    record Row(String entry, int state, String code, String detail) {}

    static UnfinishedEffects of(List<Row> rows) {
        return new UnfinishedEffects(
                rows.stream().filter(row -> row.state() == OPEN).map(Row::entry).toList(),
                rows.stream()
                        .filter(row -> row.state() != OPEN)
                        .map(row -> new RejectedEffect(row.entry(), row.code(), row.detail()))
                        .toList());
    }

    /** Returns the effects that only a person can help. They count as open, so that nothing is decided again. */
    List<RejectedEffect> broken() {
        return rejected.stream().filter(UnfinishedEffects::needsPerson).toList();
    }

    /** Returns true when there is an effect in whose place a new decision is made. */
    boolean decidedAgain() {
        return rejected.stream().anyMatch(each -> !needsPerson(each));
    }

    private static boolean needsPerson(RejectedEffect effect) {
        return NEED_A_PERSON.contains(effect.code());
    }
}
