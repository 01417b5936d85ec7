package dev.payonce.reconcile;

import dev.payonce.ledger.StoredRequest;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The dispatcher that answers requests, and creates the operations that they need. One operation at a time moves an
 * order's money.
 */
final class RequestDispatcher {

    private final Draft draft;
    private final ResultRules results;
    private final List<String> cancellations;

    RequestDispatcher(Draft draft) {
        this.draft = draft;
        this.results = new ResultRules(draft);
        this.cancellations = keys(Request.Cancel.class);
    }

    /** Gives a result to each waiting request, and to earlier ones of this order that have no final result. */
    void reconcile() {
        draft.command.waiting().stream()
                .sorted(Comparator.comparingInt(RequestDispatcher::turn))
                .forEach(each -> draft.results.put(
                        each.request().key(), draft.by(each.request().actor(), () -> result(each))));
        draft.ledger().requests().stream()
                .filter(known -> known.order() == draft.order.id().number() && known.operation() > 0)
                .filter(known -> known.result().isEmpty() && !draft.results.containsKey(known.key()))
                .forEach(known -> draft.results.put(known.key(), results.of(known.operation())));
    }

    private List<String> keys(Class<? extends Request> kind) {
        return draft.command.requests().stream()
                .filter(kind::isInstance)
                .map(Request::key)
                .toList();
    }

    /**
     * Orders requests: a cancellation stops the charges that wait beside it; a refresh shows the results of the others.
     */
    private static int turn(TimedRequest each) {
        return switch (each.request()) {
            case Request.Cancel _ -> 0;
            case Request.Pay _, Request.Capture _, Request.Refund _ -> 1;
            case Request.Refresh _ -> 2;
        };
    }

    private PaymentResult result(TimedRequest waiting) {
        Request request = waiting.request();
        Optional<StoredRequest> before = draft.ledger().request(request.key());
        if (before.filter(known -> differs(known, request)).isPresent()) {
            return PaymentResult.notYet(Why.BUSY); // The API reads the ledger then, and finds whose key it is.
        }
        return before.flatMap(known -> known.result().or(() -> underWay(known))).orElseGet(() -> resultNew(waiting));
    }

    private boolean differs(StoredRequest known, Request request) {
        return known.order() != draft.order.id().number()
                || !known.fingerprint().equals(request.fingerprint(draft.order.id()));
    }

    private Optional<PaymentResult> underWay(StoredRequest known) {
        return known.operation() == 0 ? Optional.empty() : Optional.of(results.lookedUp(known.operation()));
    }

    /** Answers a new request by its age: a shopper who left half an hour ago is charged no more. */
    private PaymentResult resultNew(TimedRequest waiting) {
        Request request = waiting.request();
        if (!draft.now.isBefore(waiting.receivedAt().plus(expiry(request)))) {
            return request instanceof Request.Refresh
                    ? PaymentResult.notYet(Why.STALLED)
                    : PaymentResult.refused("expired");
        }
        if (!draft.lost.isEmpty()) { // Nothing about the order's money is certain, so nothing new is sent.
            return PaymentResult.notYet(Why.UNAVAILABLE);
        }
        return switch (request) {
            case Request.Pay _ when !cancellations.isEmpty() -> stopped();
            case Request.Pay pay ->
                new ChargeHandler(draft, results)
                        .result(pay, waiting.receivedAt().plus(Policy.CHARGE_WITHIN));
            case Request.Capture capture -> new CaptureHandler(draft, results).result(capture);
            case Request.Cancel _ -> new CancelHandler(draft, results).result(stopsCharge());
            case Request.Refund refund -> new RefundHandler(draft, results).result(refund);
            case Request.Refresh refresh -> refresh(refresh.gateway());
        };
    }

    /** Stops a charge beside a cancellation: both get their results together, so that each knows of the other. */
    private PaymentResult stopped() {
        boolean waits = cancellations.stream().map(draft.results::get).anyMatch(PaymentResult::waits);
        return waits ? PaymentResult.observing() : PaymentResult.refused("cancelled");
    }

    private boolean stopsCharge() {
        return keys(Request.Pay.class).stream()
                .anyMatch(key -> draft.ledger().request(key).isEmpty());
    }

    /** Returns how long a request waits; an operator's only briefly, since she may help at the gateway meanwhile. */
    private static Duration expiry(Request request) {
        return switch (request) {
            case Request _ when !request.why().isEmpty() -> Policy.CHARGE_WITHIN;
            case Request.Pay _, Request.Refresh _ -> Policy.CHARGE_WITHIN;
            case Request.Capture _, Request.Cancel _, Request.Refund _ -> Policy.MOVE_WITHIN;
        };
    }

    private PaymentResult refresh(String gateway) {
        return RefreshSchedule.everyoneWasSeen(draft, gateway) ? results.now() : PaymentResult.observing();
    }
}
