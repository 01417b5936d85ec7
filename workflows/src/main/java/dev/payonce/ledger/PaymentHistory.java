package dev.payonce.ledger;

import dev.payonce.order.OrderId;
import java.util.List;
import java.util.Optional;

/** The history of an order in the ledger, for the support desk. Reads only. */
public interface PaymentHistory {

    /** Returns the history; empty when the ledger has none. Throws when the database is away. */
    Optional<Timeline> of(OrderId order);

    /** @param lines oldest first */
    record Timeline(OrderId order, PaymentSummary view, List<Line> lines) {
        public Timeline {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A line as it was written.
     *
     * @param rules the version of the rules that decided it
     */
    record Line(Entry entry, String rules) {}
}
