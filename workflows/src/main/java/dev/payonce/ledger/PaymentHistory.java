package dev.payonce.ledger;

import dev.payonce.order.OrderId;
import java.util.List;
import java.util.Optional;

/** What the ledger tells of an order, for the support desk. Reads only. */
public interface PaymentHistory {

    /** Empty when the ledger knows nothing of the order. Throws when the database is away. */
    Optional<Timeline> of(OrderId order);

    /** @param lines oldest first */
    record Timeline(OrderId order, PaymentSummary view, List<Line> lines) {
        public Timeline {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One line as it was written.
     *
     * @param actor who or what brought it about
     * @param rules the version of the rules that decided it
     */
    record Line(Entry entry, String actor, String rules) {}
}
