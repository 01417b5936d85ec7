package dev.payonce.reconcile;

import dev.payonce.gateway.Observation;
import dev.payonce.order.OrderId;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The command to reconcile one order.
 *
 * @param since when the first refresh started: what it does not show was not there then
 * @param waiting the requests that wait for a result, each key once
 * @param decisions those of operators
 * @param actor the cause, for the ledger: {@code callback evt_1}
 */
public record ReconcileCommand(
        OrderId order,
        Observation seen,
        Instant since,
        List<TimedRequest> waiting,
        List<ReviewDecision> decisions,
        String actor) {

    public ReconcileCommand {
        since = Objects.requireNonNullElse(since, Instant.EPOCH); // An older worker does not say, which proves nothing.
        waiting = List.copyOf(waiting);
        decisions = List.copyOf(decisions);
    }

    public List<Request> requests() {
        return waiting.stream().map(TimedRequest::request).toList();
    }

    /** Returns true when nothing was observed, and a refresh is all that is wanted. */
    boolean bare() {
        return seen.equals(Observation.NOTHING) && waiting.isEmpty() && decisions.isEmpty();
    }
}
