package dev.payonce.reconcile;

import dev.payonce.ledger.Evidence;
import dev.payonce.ledger.OperationEvidence;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The actions that an operator may decide. An action is offered only while it would have an effect: the same conditions
 * offer it and apply it.
 */
final class ReviewActions {

    private ReviewActions() {}

    /** Returns the actions that have an effect on these concerns now. */
    static List<ReviewAction> offered(Draft draft, List<Concern> concerns) {
        List<Payment> payments = concerns.stream()
                .filter(concern -> concern.reason().isDuplicate())
                .flatMap(concern -> concern.payment().stream())
                .distinct()
                .toList();
        Stream<ReviewAction> paid = payments.stream()
                .filter(payment -> mayAccept(draft, payment))
                .map(payment -> new ReviewAction.AcceptPaid(payment.id()));
        Stream<ReviewAction> back = payments.stream()
                .filter(payment -> mayRefund(draft, payment))
                .map(payment -> new ReviewAction.RefundDuplicate(payment.id()));
        Stream<ReviewAction> givenUp = concerns.stream()
                .flatMap(concern -> concern.operation().stream())
                .map(ReviewAction.GiveUp::new);
        Stream<ReviewAction> again = concerns.stream()
                .filter(concern -> concern.reason() == Review.Reason.EFFECT_REJECTED)
                .limit(1)
                .map(_ -> new ReviewAction.RetryEffects());
        return Stream.of(
                        Stream.of(new ReviewAction.Refresh()),
                        paid,
                        back,
                        givenUp,
                        again,
                        Stream.of(new ReviewAction.Dismiss()))
                .<ReviewAction>flatMap(actions -> actions)
                .toList();
    }

    /** Applies an operator's action. Returns false where it has no effect any more. */
    static boolean apply(Draft draft, ReviewDecision decision) {
        return switch (decision.action()) {
            case ReviewAction.AcceptPaid(var id) ->
                payment(draft, id)
                        .filter(payment -> mayAccept(draft, payment))
                        .map(payment -> CapturedPaymentRules.write(draft, payment))
                        .isPresent();
            case ReviewAction.RefundDuplicate(var id) ->
                payment(draft, id)
                        .filter(payment -> draft.seenJustNow(payment))
                        .filter(payment -> mayRefund(draft, payment))
                        .map(payment -> DuplicatePaymentRules.decided(draft, payment))
                        .isPresent();
            case ReviewAction.GiveUp(var operation) ->
                draft.operations()
                        .number(operation)
                        .filter(Operations.Known::unknown)
                        .filter(known -> UnknownOutcomes.decide(
                                draft,
                                known,
                                new OperationEvidence.Finding(Evidence.GIVEN_UP, decision.who(), true, "")))
                        .isPresent();
            case ReviewAction.RetryEffects() -> !draft.order.rejected().isEmpty();
            case ReviewAction.Refresh(), ReviewAction.Dismiss() -> true;
        };
    }

    /**
     * Reports whether this payment may pay the order by an operator's decision. An order that another payment has paid,
     * or that takes none any more, stays as it is; so does money on its way back.
     */
    private static boolean mayAccept(Draft draft, Payment payment) {
        boolean payable = switch (draft.status()) {
            case PENDING, FAILED, ON_HOLD, CANCELLED -> true;
            case PROCESSING, COMPLETED, REFUNDED, TRASH, OTHER -> false;
        };
        Standing standing = draft.standing();
        boolean payer = standing.owed() || !standing.known() || standing.paidBy(payment);
        return payable
                && payment.holdsMoney()
                && !payment.disputed()
                && payer
                && !DuplicatePaymentRules.underWay(draft, payment);
    }

    private static boolean mayRefund(Draft draft, Payment payment) {
        return DuplicatePaymentRules.mayDecide(draft, payment, CapturedPaymentRules.movedByOthers(draft, payment));
    }

    private static Optional<Payment> payment(Draft draft, String id) {
        return draft.ours.stream().filter(payment -> payment.id().equals(id)).findFirst();
    }
}
