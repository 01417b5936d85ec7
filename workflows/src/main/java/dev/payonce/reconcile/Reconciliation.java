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
 * What is true of an order's payment, and what comes next. It says what is true after the transaction, not what the
 * transaction changed: the caller inserts the entries that the ledger lacks, so a retry is a no-op.
 *
 * <p>Why it is right. The function is pure and is called under the lock, inside the transaction that writes what it
 * says, with the order as it was re-read there: nothing it decides on can move before it is written. Each effect is a
 * line of the ledger whose name is derived from what caused it, never from when: settling the same facts again yields
 * the same names, and a name is inserted once. Money decides alone: an order becomes paid only from a payment that the
 * gateway says is captured, that is proven to be this very order's, and that is worth what was asked; whatever else
 * was captured becomes a question. What speaks against the shopper (a decline, a refund, a lost dispute) is believed
 * only when it was seen just now, so an answer that waited for hours never takes a paid order away. What goes back is
 * counted twice, as the gateway shows it and as the ledger remembers what may still be under way, and the rest is all
 * that is ever asked for; where one refund is in doubt, the next one waits.
 *
 * @param added the lines that the ledger did not have, oldest first; a workflow reads this after they were written, so
 *     its history does not hold them
 * @param due to be carried out now, in this order; each stands in the ledger
 * @param results to every request that was settled, and to earlier ones whose answer is now final, by key
 * @param decided the result of each decision, in their order
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
     * How long from now somebody looks at the payment again; empty when it has come to rest. What is due is carried out
     * at once.
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
