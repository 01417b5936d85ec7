package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns what only a person may decide into one question, and closes questions whose facts are no longer so. */
public final class ReviewRules {

    private ReviewRules() {}

    /** What is to be asked now; written down, and every other open question closed. */
    static Optional<Review> reconcile(Draft draft) {
        List<Review> open = draft.ledger().openReviews();
        Optional<Review> now = draft.concerns.isEmpty() ? Optional.empty() : review(draft);
        now.ifPresent(review -> draft.write(new Fact.ReviewOpened(review)));
        open.stream()
                .filter(review -> now.stream().noneMatch(asked -> asked.number() == review.number()))
                .forEach(review -> draft.write(new Fact.ReviewClosed(review.number())));
        return now;
    }

    /** Empty when an operator has decided about these very facts. */
    private static Optional<Review> review(Draft draft) {
        List<Concern> concerns = new ArrayList<>(draft.concerns);
        concerns.sort(Comparator.comparing(Concern::reason).thenComparing(Concern::facts));
        String facts = Fingerprint.of(concerns.stream()
                .map(concern -> concern.reason() + " " + concern.facts())
                .collect(Collectors.joining("\n")));
        Optional<Review> same = draft.ledger().openReviews().stream()
                .filter(asked -> asked.facts().equals(facts))
                .findFirst();
        if (DecisionHandler.dismissed(draft, facts)) {
            return Optional.empty();
        }
        return same.or(() -> Optional.of(new Review(
                1 + (int) draft.ledger().facts(Fact.ReviewOpened.class).count(),
                facts,
                concerns.getFirst().reason(),
                about(concerns),
                concerns.stream().map(Concern::line).toList(),
                actions(concerns))));
    }

    private static List<ReviewAction> actions(List<Concern> concerns) {
        List<ReviewAction> actions = new ArrayList<>(List.of(new ReviewAction.Refresh()));
        concerns.stream()
                .map(Concern::captured)
                .filter(payment -> !payment.isEmpty())
                .distinct()
                .forEach(payment -> actions.add(new ReviewAction.AcceptPaid(payment)));
        concerns.stream()
                .filter(Concern::duplicate)
                .map(Concern::captured)
                .distinct()
                .forEach(payment -> actions.add(new ReviewAction.RefundDuplicate(payment)));
        if (concerns.stream().anyMatch(concern -> concern.reason() == Review.Reason.OUTCOME_UNKNOWN)) {
            actions.add(new ReviewAction.GiveUp());
        }
        actions.add(new ReviewAction.Dismiss());
        return List.copyOf(actions);
    }

    private static List<Lookup> about(List<Concern> concerns) {
        Map<String, ExternalIds> byGateway = new TreeMap<>();
        concerns.forEach(concern ->
                byGateway.merge(concern.about().gateway(), concern.about().objects(), ExternalIds::and));
        return byGateway.entrySet().stream()
                .map(each -> new Lookup(each.getKey(), each.getValue()))
                .toList();
    }
}
