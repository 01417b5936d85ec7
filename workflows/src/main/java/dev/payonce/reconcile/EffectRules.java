package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Concern;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.RejectedEffect;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rules about effects that the shop could not apply. They go to manual review: an operator has the shop try again, or
 * gives the effects up. What was given up is decided again on the order as it is.
 */
public final class EffectRules {

    /** The time in which the transaction of a decision has ended. */
    private static final Duration AFTER_DECISION = Duration.ofSeconds(30);

    private EffectRules() {}

    static void review(Draft draft) {
        Collection<Fact.PaymentObserved> seen = draft.ledger().lastObserved().values();
        if (decided(draft.ledger(), draft.added()).isEmpty()) {
            String gateway =
                    seen.stream().map(Fact.PaymentObserved::gateway).findFirst().orElse("");
            draft.order.rejected().forEach(effect -> draft.concerns.add(concern(gateway, effect)));
        } else {
            seen.forEach(payment -> draft.refreshAt(payment.lookup(), draft.now.plus(AFTER_DECISION)));
        }
    }

    /** Returns what an operator decided about the order's rejected effects: to retry them, or to give them up. */
    public static Optional<ReviewAction> decided(Ledger ledger, List<Entry> added) {
        return added.stream()
                .flatMap(line ->
                        line.fact() instanceof Fact.ReviewDecided(ReviewDecision made, boolean effect, var _) && effect
                                ? Optional.of(made).stream()
                                : Optional.<ReviewDecision>empty().stream())
                .filter(made -> concernsEffects(ledger, made.review()))
                .map(ReviewDecision::action)
                .filter(action -> action instanceof ReviewAction.RetryEffects || action instanceof ReviewAction.Dismiss)
                .findFirst();
    }

    private static boolean concernsEffects(Ledger ledger, int number) {
        return ledger.facts(Fact.ReviewOpened.class)
                .map(Fact.ReviewOpened::review)
                .anyMatch(review ->
                        review.number() == number && review.actions().contains(new ReviewAction.RetryEffects()));
    }

    private static Concern concern(String gateway, RejectedEffect effect) {
        String line = "The shop cannot apply the effect of \"" + effect.entry() + "\": " + effect.code()
                + (effect.detail().isBlank() ? "" : " (" + effect.detail() + ")");
        return Concern.of(
                Review.Reason.EFFECT_REJECTED,
                new Lookup(gateway, ExternalIds.NONE),
                "effect " + effect.entry() + " " + effect.code(),
                line);
    }
}
