package dev.payonce.servers.stripe.state;

import dev.payonce.servers.stripe.state.Charge.State;
import java.util.Optional;
import java.util.Set;

/** The steps of Radar's reviews and of issuers' fraud warnings. None of them moves money. */
public final class FraudSigns {

    private static final Set<String> CLOSED = Set.of(
            "acknowledged",
            "approved",
            "canceled",
            "disputed",
            "payment_never_settled",
            "redacted",
            "refunded",
            "refunded_as_fraud");

    private FraudSigns() {}

    /** Opens a review by hand. */
    public static Move review(Intent intent, Stamp stamp) {
        return review(intent, stamp, "manual");
    }

    private static Move review(Intent intent, Stamp stamp, String how) {
        Charge charge = charge(intent);
        if (charge.review().filter(FraudReview::open).isPresent()) {
            throw Refusal.invalid("", "", "Charge " + charge.id() + " is in review already");
        }
        FraudReview review = new FraudReview(stamp.name("prv_1"), stamp.now(), how, Optional.empty());
        return Move.to(intent.with(charge.with(review))).telling("review.opened");
    }

    /** @param reason in Stripe's words, such as {@code approved} */
    public static Move close(Intent intent, String reason) {
        Charge charge = charge(intent);
        FraudReview review = charge.review()
                .filter(FraudReview::open)
                .orElseThrow(() -> Refusal.missing("review", "review", intent.id()));
        if (!CLOSED.contains(reason)) {
            throw Refusal.invalid("", "reason", "No review is closed for the reason " + reason);
        }
        return Move.to(intent.with(charge.with(review.close(reason)))).telling("review.closed");
    }

    /** Warns of a payment that was captured. */
    public static Move warn(Intent intent, Stamp stamp) {
        FraudWarning warning = new FraudWarning(stamp.name("issfr_1"), stamp.now());
        return Move.to(intent.with(charge(intent).with(warning))).telling("radar.early_fraud_warning.created");
    }

    /** Adds what Radar's rules, or the issuer of a test card, say of a payment at once. */
    static Move atOnce(Move paid, Stamp stamp) {
        return paid.intent()
                .card()
                .flatMap(card -> switch (card) {
                    case ELEVATED_RISK -> Optional.of(review(paid.intent(), stamp, "rule"));
                    case ISSUER_FRAUD -> Optional.of(warn(paid.intent(), stamp));
                    default -> Optional.empty();
                })
                .map(paid::then)
                .orElse(paid);
    }

    private static Charge charge(Intent intent) {
        return intent.latest()
                .filter(charge -> charge.state() == State.CAPTURED || charge.state() == State.AUTHORIZED)
                .orElseThrow(() -> IntentRefusal.unexpectedState(intent, "reviewed"));
    }
}
