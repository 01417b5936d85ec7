package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Concern;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Operations;
import dev.payonce.order.Fingerprint;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules that make one review of all that only an operator may decide, and close reviews whose facts have changed.
 */
public final class ReviewRules {

    private ReviewRules() {}

    /** Opens the review that is due now, and closes every other one. */
    static Optional<Review> reconcile(Draft draft) {
        draft.concerns.removeIf(concern -> isBeingCaptured(draft, concern));
        List<Review> open = draft.ledger().openReviews();
        Optional<Review> now = draft.concerns.isEmpty() ? Optional.empty() : review(draft);
        now.ifPresent(review -> draft.write(new Fact.ReviewOpened(review)));
        open.stream()
                .filter(review -> now.stream().noneMatch(asked -> asked.number() == review.number()))
                .forEach(review -> draft.write(new Fact.ReviewClosed(review.number(), Fact.ReviewClosed.Why.CHANGED)));
        return now;
    }

    /** Reports whether a request of the same batch has opened the capture that a review would ask for. */
    private static boolean isBeingCaptured(Draft draft, Concern concern) {
        return concern.reason() == Review.Reason.CAPTURE_DUE
                && concern.payment()
                        .filter(payment ->
                                draft.operations().captures(payment.id()).anyMatch(Operations.Known::open))
                        .isPresent();
    }

    /** Returns the review; empty when an operator has decided about these very facts. */
    private static Optional<Review> review(Draft draft) {
        List<Concern> concerns = new ArrayList<>(draft.concerns);
        concerns.sort(Comparator.comparing(Concern::reason).thenComparing(Concern::facts));
        String facts = Fingerprint.of(concerns.stream()
                .map(concern -> concern.reason() + " " + concern.facts())
                .collect(Collectors.joining("\n")));
        List<ReviewAction> actions = DecisionHandler.offered(draft, concerns);
        Optional<Review> same = draft.ledger().openReviews().stream()
                .filter(asked -> asked.facts().equals(facts) && asked.actions().equals(actions))
                .findFirst();
        if (DecisionHandler.dismissed(draft, facts)) {
            return Optional.empty();
        }
        return same.or(() -> Optional.of(new Review(
                1 + (int) draft.ledger().facts(Fact.ReviewOpened.class).count(),
                facts,
                concerns.getFirst().reason(),
                Lookup.merged(concerns.stream().map(Concern::about).toList()),
                concerns.stream().map(Concern::line).toList(),
                actions)));
    }
}
