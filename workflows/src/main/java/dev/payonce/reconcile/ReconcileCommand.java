package dev.payonce.reconcile;

import dev.payonce.gateway.Observation;
import dev.payonce.order.OrderId;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The command to reconcile one order.
 *
 * @param since when the first refresh started: what it does not show was not there then
 * @param requests those that wait for a result, each key once
 * @param decisions those of operators
 * @param actor the cause, for the ledger: {@code callback evt_1}
 */
public record ReconcileCommand(
        OrderId order,
        Observation seen,
        Instant since,
        List<Request> requests,
        List<ReviewDecision> decisions,
        String actor) {

    public ReconcileCommand {
        since = Objects.requireNonNullElse(since, Instant.EPOCH); // An older worker does not say, which proves nothing.
        requests = List.copyOf(requests);
        decisions = List.copyOf(decisions);
    }

    /** Returns true when nothing was observed, and a refresh is all that is wanted. */
    boolean bare() {
        return seen.equals(Observation.NOTHING) && requests.isEmpty() && decisions.isEmpty();
    }

    /** Makes the command that brings an observation only. */
    public static ReconcileCommand of(OrderId order, Observation seen, Instant since, String actor) {
        return new ReconcileCommand(order, seen, since, List.of(), List.of(), actor);
    }
}
