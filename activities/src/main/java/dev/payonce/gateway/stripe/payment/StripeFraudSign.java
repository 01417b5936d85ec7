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

    /**
     * Returns the review that a payment names and that its charge was made for. It counts as open: the ledger knows
     * better when it was closed.
     */
    static Optional<Reversal> named(PaymentIntent intent, Charge charge) {
        boolean reviewed = charge.getOutcome() != null
                && "manual_review".equals(charge.getOutcome().getType());
        return Optional.ofNullable(intent.getReview())
                .or(() -> Optional.ofNullable(charge.getReview()))
                .filter(_ -> reviewed)
                .map(review -> new Reversal(
                        review,
                        Reversal.Kind.FRAUD_REVIEW,
                        Reversal.State.OPEN,
                        StripeAmounts.shown(charge.getAmount(), charge.getCurrency()),
                        Optional.empty(),
                        Optional.empty(),
                        code(charge.getOutcome().getReason())));
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
