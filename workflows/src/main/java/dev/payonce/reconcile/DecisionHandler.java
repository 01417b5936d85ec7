package dev.payonce.reconcile;

import dev.payonce.ledger.Evidence;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;

/** What operators decided about questions. Each closes exactly the question with these facts. */
final class DecisionHandler {

    private DecisionHandler() {}

    static void record(Draft draft, List<ReviewDecision> decisions, List<Payment> ours) {
        for (ReviewDecision decision : decisions) {
            draft.ledger().openReviews().stream()
                    .filter(review -> review.number() == decision.review())
                    .filter(review -> review.actions().contains(decision.action()))
                    .findFirst()
                    .ifPresent(review -> record(draft, review, decision, ours));
        }
    }

    private static void record(Draft draft, Review review, ReviewDecision decision, List<Payment> ours) {
        switch (decision.action()) {
            case ReviewAction.Refresh() -> {
                draft.write(new Fact.ReviewDecided(decision)); // The look has come with it.
                return;
            }
            case ReviewAction.AcceptPaid(var id) ->
                ours.stream()
                        .filter(payment -> payment.id().equals(id))
                        .forEach(payment -> CapturedPaymentRules.accept(draft, payment));
            case ReviewAction.RefundDuplicate(var id) ->
                ours.stream()
                        .filter(payment -> payment.id().equals(id))
                        .forEach(payment -> DuplicatePaymentRules.decided(draft, payment));
            case ReviewAction.GiveUp() ->
                draft.operations().all().stream()
                        .filter(Operations.Known::unknown)
                        .forEach(known -> UnknownOutcomes.decide(
                                draft,
                                known,
                                new OperationEvidence.Finding(Evidence.GIVEN_UP, decision.who(), true, "")));
            case ReviewAction.Dismiss() -> {}
        }
        draft.write(new Fact.ReviewDecided(decision));
        draft.write(new Fact.ReviewClosed(review.number()));
    }

    /** True when an operator said that these facts need nothing more. */
    static boolean dismissed(Draft draft, String facts) {
        Ledger ledger = draft.ledger();
        List<Integer> decided = ledger.facts(Fact.ReviewDecided.class)
                .map(Fact.ReviewDecided::decision)
                .filter(decision -> switch (decision.action()) {
                    case ReviewAction.AcceptPaid _, ReviewAction.GiveUp _, ReviewAction.Dismiss _ -> true;
                    // Money that is still there afterwards is asked about again.
                    case ReviewAction.RefundDuplicate _, ReviewAction.Refresh _ -> false;
                })
                .map(ReviewDecision::review)
                .toList();
        return ledger.facts(Fact.ReviewOpened.class)
                .map(Fact.ReviewOpened::review)
                .anyMatch(review -> review.facts().equals(facts) && decided.contains(review.number()));
    }
}
