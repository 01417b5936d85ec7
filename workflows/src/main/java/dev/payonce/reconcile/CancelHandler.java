package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.payment.Payment;
import dev.payonce.request.PaymentResult;
import java.util.List;
import java.util.Optional;

/** The handler of cancel requests: it voids what is authorized or open, and waits for a charge under way. */
final class CancelHandler {

    private final Draft draft;
    private final ResultRules results;

    CancelHandler(Draft draft, ResultRules results) {
        this.draft = draft;
        this.results = results;
    }

    PaymentResult result() {
        if (draft.standing().settled()) {
            return PaymentResult.refused("already_paid");
        }
        boolean underWay =
                draft.operations().open().anyMatch(known -> !(known.operation() instanceof Operation.Void));
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
                .orElseGet(() -> PaymentResult.refused("nothing_to_cancel"));
    }

    private PaymentResult voided(Payment payment) {
        VoidRules.underWay(draft, payment);
        return draft.operations()
                .voids(payment.id())
                .reduce((_, last) -> last)
                .map(results::of)
                .orElseGet(() -> PaymentResult.refused("cannot_cancel"));
    }

    /** Answers a request whose work another request has done. */
    private Optional<PaymentResult> already() {
        return draft.operations().all().stream()
                .filter(known -> known.operation() instanceof Operation.Void && known.is(OperationStatus.DONE))
                .reduce((_, last) -> last)
                .map(results::of);
    }
}
