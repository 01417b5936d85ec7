package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Reference;
import dev.payonce.request.PaymentResult.State;
import java.util.List;
import java.util.Optional;

/** The handler of cancel requests: it voids what is authorized or open, and waits for a charge under way. */
record CancelHandler(Draft draft, ResultRules results) {

    /** @param stops true when a charge that waits beside it is stopped by it */
    PaymentResult result(boolean stops) {
        if (draft.standing().settled()) {
            return PaymentResult.refused("already_paid");
        }
        boolean underWay = draft.operations().open().anyMatch(known -> !(known.operation() instanceof Operation.Void));
        if (underWay || !RefreshSchedule.everyoneWasSeen(draft, "")) {
            return PaymentResult.observing();
        }
        if (draft.ours.stream().anyMatch(payment -> payment.holdsMoney() && !payment.alive())) {
            return PaymentResult.refused("captured");
        }
        List<Payment> alive = draft.ours.stream()
                .filter(payment -> payment.alive() && payment.tag().isPresent())
                .toList();
        return alive.stream()
                .map(this::voided)
                .reduce((first, _) -> first)
                .or(this::already)
                .orElseGet(() -> stops
                        ? PaymentResult.of(State.CANCELLED, Reference.NONE)
                        : PaymentResult.refused("nothing_to_cancel"));
    }

    private PaymentResult voided(Payment payment) {
        VoidRules.underWay(draft, payment);
        return draft.operations()
                .voids(payment.id())
                .reduce((_, last) -> last)
                .map(results::of)
                .orElseGet(() -> PaymentResult.refused("cannot_cancel"));
    }

    /** Answers a request whose work another request has done, or that held a charge back before it was sent. */
    private Optional<PaymentResult> already() {
        return draft.operations().all().stream()
                .filter(known -> heldBack(known)
                        || (known.operation() instanceof Operation.Void && known.is(OperationStatus.DONE)))
                .reduce((_, last) -> last)
                .map(known -> heldBack(known)
                        ? PaymentResult.of(State.CANCELLED, Reference.operation(known.number()))
                        : results.of(known));
    }

    private static boolean heldBack(Operations.Known known) {
        return known.is(OperationStatus.ABSENT)
                && known.last()
                        .filter(last -> last.detail().endsWith(Outcome.NotSent.CANCELLED))
                        .isPresent();
    }
}
