package dev.payonce.reconcile;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;

/**
 * The handler of operators' decisions. Each decision stays on record. One with an effect closes its review; one without
 * closes nothing.
 */
final class DecisionHandler {

    private DecisionHandler() {}

    /** Returns a result for each decision, in their order. The first one of a batch counts. */
    static List<DecisionResult> record(Draft draft) {
        return draft.command.decisions().stream()
                .map(decision -> draft.ledger().openReviews().stream()
                        .filter(review -> review.number() == decision.review())
                        .findFirst()
                        .map(review -> offered(draft, review, decision))
                        .orElseGet(() -> earlier(draft, decision)))
                .toList();
    }

    private static DecisionResult offered(Draft draft, Review review, ReviewDecision decision) {
        if (!review.actions().contains(decision.action())) {
            return new DecisionResult.NotOffered(review.actions());
        }
        if (isOnRecord(draft.ledger(), decision)) {
            return new DecisionResult.Applied();
        }
        return record(draft, review, decision) ? new DecisionResult.Applied() : new DecisionResult.NoEffect();
    }

    /** Returns the earlier decision, so that a retry whose first try committed finds that its own was applied. */
    private static DecisionResult earlier(Draft draft, ReviewDecision decision) {
        return draft.ledger().entries().stream()
                .filter(line -> line.fact() instanceof Fact.ReviewDecided(var made, var effect)
                        && effect
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

    /** Reports whether the ledger has this decision: a batch that is reconciled again brings the same ones. */
    private static boolean isOnRecord(Ledger ledger, ReviewDecision decision) {
        return !decision.id().isEmpty()
                && ledger.facts(Fact.ReviewDecided.class)
                        .anyMatch(known -> known.decision().id().equals(decision.id()));
    }

    private static boolean record(Draft draft, Review review, ReviewDecision decision) {
        boolean effect = ReviewActions.apply(draft, decision);
        draft.write(new Fact.ReviewDecided(decision, effect));
        Fact.ReviewClosed.Why why = decision.action() instanceof ReviewAction.Dismiss
                ? Fact.ReviewClosed.Why.DISMISSED
                : Fact.ReviewClosed.Why.EFFECT;
        if (effect && !(decision.action() instanceof ReviewAction.Refresh)) {
            draft.write(new Fact.ReviewClosed(review.number(), why));
        }
        return effect;
    }

    /** Returns true when an operator said that these facts need nothing more. */
    static boolean dismissed(Draft draft, String facts) {
        Ledger ledger = draft.ledger();
        List<Integer> dismissed = ledger.facts(Fact.ReviewClosed.class)
                .filter(closed -> closed.why() == Fact.ReviewClosed.Why.DISMISSED)
                .map(Fact.ReviewClosed::review)
                .toList();
        return ledger.facts(Fact.ReviewOpened.class)
                .map(Fact.ReviewOpened::review)
                .anyMatch(review -> review.facts().equals(facts) && dismissed.contains(review.number()));
    }
}
