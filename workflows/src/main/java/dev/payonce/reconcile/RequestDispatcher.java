package dev.payonce.reconcile;

import dev.payonce.gateway.Observation;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.payment.Payment;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.request.Request;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers what was asked for, and opens the operations that it takes. One operation at a time moves an order's money. */
final class RequestDispatcher {

    private final Draft draft;
    private final List<Payment> ours;
    private final List<Payment> current;
    private final Observation seen;
    private final ResultRules results;

    /** @param current those of ours that were not overtaken by what was seen since */
    RequestDispatcher(Draft draft, List<Payment> ours, List<Payment> current, Observation seen) {
        this.draft = draft;
        this.ours = ours;
        this.current = current;
        this.seen = seen;
        this.results = new ResultRules(draft);
    }

    /** All of these, and earlier ones of this order that were not answered for good. */
    void reconcile(List<Request> requests) {
        requests.stream()
                .sorted(Comparator.comparing(Request.Refresh.class::isInstance)) // They tell what the others came to.
                .forEach(request -> draft.results.put(request.key(), result(request)));
        draft.ledger().requests().stream()
                .filter(known -> known.order() == draft.order.id().number() && known.operation() > 0)
                .filter(known -> known.result().isEmpty() && !draft.results.containsKey(known.key()))
                .forEach(known -> draft.results.put(known.key(), results.of(known.operation())));
    }

    private PaymentResult result(Request request) {
        Optional<StoredRequest> before = draft.ledger().request(request.key());
        if (before.filter(known -> differs(known, request)).isPresent()) {
            return PaymentResult.of(State.MISMATCH, "other_parameters");
        }
        return before.flatMap(known -> known.result().or(() -> underWay(known))).orElseGet(() -> resultNew(request));
    }

    private boolean differs(StoredRequest known, Request request) {
        return known.order() != draft.order.id().number()
                || !known.fingerprint().equals(request.fingerprint(draft.order.id()));
    }

    private Optional<PaymentResult> underWay(StoredRequest known) {
        return known.operation() == 0
                ? Optional.empty()
                : Optional.of(results.lookedUp(known.operation(), seen.lookedUp()));
    }

    private PaymentResult resultNew(Request request) {
        return switch (request) {
            case Request.Pay pay -> new ChargeHandler(draft, ours, seen, results).result(pay);
            case Request.Capture capture -> new CaptureHandler(draft, seen, results).result(capture);
            case Request.Cancel _ -> new CancelHandler(draft, ours, seen, results).result();
            case Request.Refund refund -> new RefundHandler(draft, current, seen.lookedUp(), results).result(refund);
            case Request.Refresh(var _, var gateway) -> refresh(gateway);
        };
    }

    private PaymentResult refresh(String gateway) {
        return RefreshSchedule.everyoneWasSeen(draft, gateway, seen.lookedUp())
                ? results.now()
                : PaymentResult.working(0);
    }
}
