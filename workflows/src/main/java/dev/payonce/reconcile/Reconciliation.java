package dev.payonce.reconcile;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.DecisionResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a reconciliation: the state of an order's payment, and what comes next. It says what is true after the
 * transaction, not what the transaction changed: the caller inserts the entries that the ledger lacks, so a retry is a
 * no-op.
 *
 * <p>Why it is right. The function is pure. It is called under the lock, inside the transaction that writes what it
 * says, with the order as it was re-read there: nothing it decides on can move before it is written. Each effect is a
 * line of the ledger whose name is derived from its cause, never from the time: the same facts yield the same names
 * again, and a name is inserted once. Money decides alone: an order becomes paid only from a payment that the gateway
 * says is captured. It must be proven to be this very order's, and be worth what was asked; any other capture goes to
 * review. A decline, a refund or a lost dispute counts only when it was just observed, so an old observation never
 * takes a paid order away. A refund is counted by the gateway and by the ledger, which knows those under way, and only
 * the rest may be refunded; while one refund's outcome is unknown, the next one waits.
 *
 * @param added the lines that the ledger did not have, oldest first; a workflow reads this after they were written, so
 *     its history does not hold them
 * @param due to be carried out now, in this order; each is recorded in the ledger
 * @param results of every request that was reconciled, and of earlier ones whose result is now final, by key
 * @param next what comes next once nothing is due
 */
public record Reconciliation(
        PaymentSummary view,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        List<Entry> added,

        List<Operation> due,
        Map<String, PaymentResult> results,
        List<DecisionResult> decided,
        Next next) {

    /** The version of the rules, recorded with everything that is decided by them. */
    public static final String RULES = "4";

    public Reconciliation {
        added = List.copyOf(added);
        due = List.copyOf(due);
        results = Map.copyOf(results);
        decided = List.copyOf(decided);
    }

    /**
     * Returns the time until the next refresh; empty when the payment rests. Due operations are carried out at once.
     */
    public Optional<Duration> nextRefresh() {
        if (!due.isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        return switch (next) {
            case Next.Rest() -> Optional.empty();
            case Next.RefreshAfter(var after, var _) -> Optional.of(after);
            case Next.NeedsReview(var _, var meanwhile) -> Optional.of(meanwhile.after());
        };
    }
}
