package dev.payonce.reconcile;

import static dev.payonce.reconcile.Invariants.law;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import java.util.List;
import java.util.stream.Stream;

/**
 * The law of reviews, said without the rules' own code: a review closes because a decision had an effect, because an
 * operator dismissed it, or because what it was about has changed.
 */
final class ReviewInvariants {

    private ReviewInvariants() {}

    /**
     * Holds the law against the lines of one reconciliation.
     *
     * @param ledger the whole ledger, with these lines
     */
    static void added(List<Entry> added, List<Entry> ledger) {
        facts(added, Fact.ReviewClosed.class).forEach(closed -> closes(closed, added, ledger));
        facts(added, Fact.ReviewDecided.class)
                .filter(decided -> !decided.effect())
                .forEach(decided -> law(
                        facts(added, Fact.ReviewClosed.class)
                                .filter(closed -> closed.why() != Fact.ReviewClosed.Why.CHANGED)
                                .noneMatch(closed ->
                                        closed.review() == decided.decision().review() && onlyDecision(added, decided)),
                        "a decision without effect closes nothing"));
    }

    private static boolean onlyDecision(List<Entry> added, Fact.ReviewDecided decided) {
        return facts(added, Fact.ReviewDecided.class)
                .filter(other -> other.decision().review() == decided.decision().review())
                .noneMatch(Fact.ReviewDecided::effect);
    }

    private static void closes(Fact.ReviewClosed closed, List<Entry> added, List<Entry> ledger) {
        Stream<ReviewAction> decided = facts(added, Fact.ReviewDecided.class)
                .filter(each -> each.effect() && each.decision().review() == closed.review())
                .map(each -> each.decision().action());
        switch (closed.why()) {
            case EFFECT ->
                law(decided.anyMatch(action -> effect(action, added)), "a review closes by an effect: " + closed);
            case DISMISSED ->
                law(decided.anyMatch(ReviewAction.Dismiss.class::isInstance), "a review is dismissed: " + closed);
            case CHANGED -> {
                Review before = review(ledger, closed.review());
                law(
                        facts(added, Fact.ReviewOpened.class)
                                .map(Fact.ReviewOpened::review)
                                .noneMatch(now -> now.facts().equals(before.facts())
                                        && now.actions().equals(before.actions())),
                        "a review closes when it has changed: " + closed);
            }
        }
    }

    /** Reports whether the lines hold the one that this action writes. */
    private static boolean effect(ReviewAction action, List<Entry> added) {
        return switch (action) {
            case ReviewAction.AcceptPaid(var payment) ->
                facts(added, Fact.Paid.class).anyMatch(paid -> paid.payment().equals(payment));
            case ReviewAction.RefundDuplicate(var payment) ->
                facts(added, Fact.OperationCreated.class)
                        .anyMatch(created -> created.operation() instanceof Operation.Refund refund
                                && refund.payment().equals(payment));
            case ReviewAction.GiveUp(var operation) ->
                facts(added, Fact.OperationResolved.class)
                        .anyMatch(resolved ->
                                resolved.operation() == operation && resolved.status() == OperationStatus.GIVEN_UP);
            case ReviewAction.RetryEffects() -> true; // Its effect is in the shop's outbox.
            case ReviewAction.Refresh(), ReviewAction.Dismiss() -> false;
        };
    }

    private static Review review(List<Entry> ledger, int number) {
        return facts(ledger, Fact.ReviewOpened.class)
                .map(Fact.ReviewOpened::review)
                .filter(review -> review.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static <F extends Fact> Stream<F> facts(List<Entry> lines, Class<F> kind) {
        return lines.stream().map(Entry::fact).filter(kind::isInstance).map(kind::cast);
    }
}
