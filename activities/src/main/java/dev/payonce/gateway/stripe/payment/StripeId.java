package dev.payonce.gateway.stripe.payment;

import java.util.Map;
import java.util.Optional;

/** An id of a kind that leads to a payment. Stripe promises the prefix, not the length. */
public record StripeId(Kind kind, String id) {

    public enum Kind {
        INTENT,
        CHARGE,
        REFUND,
        DISPUTE,
        FRAUD_REVIEW,
        FRAUD_WARNING;

        /** Returns true for an object that has to be read itself, since its payment does not show its state. */
        public boolean isFraudSign() {
            return this == FRAUD_REVIEW || this == FRAUD_WARNING;
        }
    }

    /** {@code py_} is a charge without a card, {@code pyr_} its refund; disputes were called {@code dp_} first. */
    private static final Map<String, Kind> KINDS = Map.of(
            "pi", Kind.INTENT,
            "ch", Kind.CHARGE,
            "py", Kind.CHARGE,
            "re", Kind.REFUND,
            "pyr", Kind.REFUND,
            "du", Kind.DISPUTE,
            "dp", Kind.DISPUTE,
            "prv", Kind.FRAUD_REVIEW,
            "issfr", Kind.FRAUD_WARNING);

    /** Parses an id; empty for anything that leads to no payment. */
    public static Optional<StripeId> of(String id) {
        if (!id.matches("[a-z]{2,5}_[A-Za-z0-9_]{1,248}")) {
            return Optional.empty();
        }
        return Optional.ofNullable(KINDS.get(id.substring(0, id.indexOf('_')))).map(kind -> new StripeId(kind, id));
    }
}
