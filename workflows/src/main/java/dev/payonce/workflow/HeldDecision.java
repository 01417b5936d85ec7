package dev.payonce.workflow;

import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewDecision;

/** A decision in a run's inbox, with the result that its operator gets. */
final class HeldDecision {

    private final ReviewDecision decision;
    private DecisionResult result = new DecisionResult.Kept();

    HeldDecision(ReviewDecision decision) {
        this.decision = decision;
    }

    ReviewDecision decision() {
        return decision;
    }

    void reached(DecisionResult reached) {
        result = reached;
    }

    boolean isDecided() {
        return !(result instanceof DecisionResult.Kept);
    }

    DecisionResult result() {
        return result;
    }
}
