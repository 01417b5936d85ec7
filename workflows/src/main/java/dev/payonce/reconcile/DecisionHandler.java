package dev.payonce.reconcile;

import dev.payonce.ledger.Evidence;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;

/** What operators decided about questions. Each closes exactly the question with these facts. */
final class DecisionHandler {

    private DecisionHandler() {}

    /** Returns a result for each decision, in their order. The first one of a batch counts. */
    static List<DecisionResult> record(Draft draft, List<ReviewDecision> decisions, List<Payment> ours) {
        return decisions.stream()
                .map(decision -> draft.ledger().openReviews().stream()
                        .filter(review -> review.number() == decision.review())
                        .findFirst()
                        .map(review -> offered(draft, review, decision, ours))
                        .orElseGet(() -> earlier(draft, decision)))
                .toList();
    }

    private static DecisionResult offered(Draft draft, Review review, ReviewDecision decision, List<Payment> ours) {
        if (!review.actions().contains(decision.action())) {
            return new DecisionResult.NotOffered(review.actions());
        }
        record(draft, review, decision, ours);
        return new DecisionResult.Applied();
    }

    /** A retry whose first try committed finds its own decision: that one was applied. */
    private static DecisionResult earlier(Draft draft, ReviewDecision decision) {
        return draft.ledger().entries().stream()
                .filter(line -> line.fact() instanceof Fact.ReviewDecided(var made)
                        && made.review() == decision.review()
                        && !(made.action() instanceof ReviewAction.Refresh))
                .findFirst()
                .map(line -> {
                    ReviewDecision first = ((Fact.ReviewDecided) line.fact()).decision();
                    return first.equals(decision)
                            ? new DecisionResult.Applied()
                            : new DecisionResult.AlreadyDecided(first.who(), first.action(), line.at());
                })
                .orElseGet(DecisionResult.NotOpen::new);
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
