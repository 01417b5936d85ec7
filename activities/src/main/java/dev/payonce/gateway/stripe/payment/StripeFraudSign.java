package dev.payonce.gateway.stripe.payment;

import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Review;
import com.stripe.model.radar.EarlyFraudWarning;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sign of fraud that Stripe shows of a payment: a review of Radar, or an early fraud warning of the card's issuer.
 * Source: docs.stripe.com/api/radar/reviews and docs.stripe.com/api/radar/early_fraud_warnings.
 *
 * @param intent the payment's id
 */
public record StripeFraudSign(String intent, String id, Reversal.Kind kind, Reversal.State state, String reason) {

    /** The reasons by which a person lets the order go; every other one leaves it on hold. */
    private static final Set<String> APPROVED = Set.of("approved", "acknowledged");

    /** Reads a review; empty for one of a charge without a PaymentIntent. */
    public static Optional<StripeFraudSign> of(Review review) {
        String closed = code(review.getClosedReason());
        Reversal.State state = Boolean.TRUE.equals(review.getOpen())
                ? Reversal.State.OPEN
                : APPROVED.contains(closed) ? Reversal.State.WON : Reversal.State.LOST;
        String reason = closed.isEmpty() ? code(review.getReason()) : closed;
        return Optional.ofNullable(review.getPaymentIntent())
                .map(intent -> new StripeFraudSign(intent, review.getId(), Reversal.Kind.FRAUD_REVIEW, state, reason));
    }

    /** Reads a warning; empty for one about a charge without a PaymentIntent. */
    public static Optional<StripeFraudSign> of(EarlyFraudWarning warning) {
        return Optional.ofNullable(warning.getPaymentIntent())
                .map(intent -> new StripeFraudSign(
                        intent,
                        warning.getId(),
                        Reversal.Kind.FRAUD_WARNING,
                        Reversal.State.DONE,
                        code(warning.getFraudType())));
    }

    /** Returns a review that cannot be read now. The next lookup of its payment reads it. */
    public static StripeFraudSign unread(String intent, StripeId review) {
        return new StripeFraudSign(intent, review.id(), Reversal.Kind.FRAUD_REVIEW, Reversal.State.PENDING, "");
    }

    /** Returns the review that a payment or its charge names. They name it for ever, and never say that it was closed. */
    public static Optional<StripeId> named(PaymentIntent intent) {
        return Optional.ofNullable(intent.getReview())
                .or(() -> Optional.ofNullable(intent.getLatestChargeObject()).map(Charge::getReview))
                .flatMap(StripeId::of)
                .filter(id -> id.kind() == StripeId.Kind.FRAUD_REVIEW);
    }

    /** Returns the review that the answer to a charge names and that Radar opened for that very charge. */
    public static Optional<StripeFraudSign> opened(PaymentIntent intent) {
        return Optional.ofNullable(intent.getLatestChargeObject())
                .map(Charge::getOutcome)
                .filter(outcome -> "manual_review".equals(outcome.getType()))
                .flatMap(outcome -> named(intent)
                        .map(review -> new StripeFraudSign(
                                intent.getId(),
                                review.id(),
                                Reversal.Kind.FRAUD_REVIEW,
                                Reversal.State.OPEN,
                                code(outcome.getReason()))));
    }

    /** Returns its payment with it. */
    public Payment on(Payment payment) {
        return payment.with(
                new Reversal(id, kind, state, payment.amount(), Optional.empty(), Optional.empty(), reason));
    }

    private static String code(@Nullable String text) {
        return StripeDeclines.plain(Objects.requireNonNullElse(text, "")).orElse("");
    }
}
