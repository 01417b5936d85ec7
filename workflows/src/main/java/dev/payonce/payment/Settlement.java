package dev.payonce.payment;

import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is true of an order's payment, and what comes next. It says what is true after the transaction, not what the
 * transaction changed: the caller inserts the entries that the ledger lacks, so a retry is a no-op.
 *
 * @param entries lines that belong into the ledger because of what was seen, oldest first
 */
public record Settlement(View view, List<Entry> entries, Next next) {

    /** The version of the rules, recorded with everything that is decided by them. */
    public static final String RULES = "1";

    public Settlement {
        entries = List.copyOf(entries);
    }

    /** Pure and total: for every input there is a settlement, and nothing is thrown. */
    public static Settlement of(
            OrderId id, Optional<Order> order, Ledger ledger, Observation seen, Policy policy, Instant now) {
        return new Settlement(View.NOTHING, List.of(), new Next.Rest());
    }
}
