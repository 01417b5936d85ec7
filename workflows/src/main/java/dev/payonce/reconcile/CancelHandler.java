package dev.payonce.reconcile;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.payment.Payment;
import dev.payonce.request.PaymentResult;
import java.util.List;
import java.util.Optional;

/** Voids what is authorized or open when somebody asks for it; a charge under way is waited for. */
final class CancelHandler {

    private final Draft draft;
    private final List<Payment> ours;
    private final Observation seen;
    private final ResultRules results;

    CancelHandler(Draft draft, List<Payment> ours, Observation seen, ResultRules results) {
        this.draft = draft;
        this.ours = ours;
        this.seen = seen;
        this.results = results;
    }

    PaymentResult result() {
        if (draft.paidBy().known()) {
            return PaymentResult.refused("already_paid");
        }
        boolean underWay = draft.operations().all().stream()
                .anyMatch(known -> known.open() && !(known.operation() instanceof Operation.Void));
        if (underWay || !RefreshSchedule.everyoneWasSeen(draft, "", seen.lookedUp())) {
            return PaymentResult.observing();
        }
        if (ours.stream().anyMatch(Payment::holdsMoney)) {
            return PaymentResult.refused("captured");
        }
        List<Payment> alive = ours.stream()
                .filter(payment -> payment.alive() && payment.tag().isPresent())
                .toList();
        return alive.stream()
                .map(this::voided)
                .reduce((first, _) -> first)
                .or(this::already)
                .orElseGet(() -> PaymentResult.refused("nothing_to_cancel"));
    }

    private PaymentResult voided(Payment payment) {
        UncapturedPaymentRules.voiding(draft, payment);
        return draft.operations()
                .voids(payment.id())
                .reduce((_, last) -> last)
                .map(results::of)
                .orElseGet(() -> PaymentResult.refused("cannot_cancel"));
    }

    /** Somebody else has asked for the same, and it is done. */
    private Optional<PaymentResult> already() {
        return draft.operations().all().stream()
                .filter(known -> known.operation() instanceof Operation.Void && known.is(OperationStatus.DONE))
                .reduce((_, last) -> last)
                .map(results::of);
    }
}
