package dev.payonce.sandbox.stripe.state;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Stripe's test payment methods that this simulator knows, with what happens when one is confirmed. */
public enum TestCard {
    VISA("pm_card_visa", Outcome.APPROVED),
    MASTERCARD("pm_card_mastercard", Outcome.APPROVED),
    DECLINED("pm_card_chargeDeclined", "card_declined", "generic_decline"),
    INSUFFICIENT_FUNDS("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    VISA_INSUFFICIENT_FUNDS("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    LOST("pm_card_chargeDeclinedLostCard", "card_declined", "lost_card"),
    STOLEN("pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
    FRAUDULENT("pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent"),
    EXPIRED("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
    WRONG_CVC("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
    PROCESSING_ERROR("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    /** Pays, but its refunds take a while. */
    PENDING_REFUND("pm_card_pendingRefund", Outcome.APPROVED),
    /** Pays, but its refunds come back some time after they have succeeded. */
    REFUND_FAIL("pm_card_refundFail", Outcome.APPROVED),
    /** Wants the shopper's authentication (3-D Secure) first. */
    AUTHENTICATION("pm_card_authenticationRequired", Outcome.ACTION),
    THREE_D_SECURE("pm_card_threeDSecure2Required", Outcome.ACTION),
    /** A bank debit: accepted now, known for sure only days later. */
    SEPA_DEBIT("pm_sepaDebit", Outcome.PROCESSING),
    US_BANK_ACCOUNT("pm_usBankAccount_processing", Outcome.PROCESSING);

    /** The time after which a test card's refund changes its state. */
    private static final Duration REFUND_TIME = Duration.ofSeconds(5);

    private final String id;
    private final Outcome outcome;
    private final String code;
    private final String declineCode;

    TestCard(String id, Outcome outcome) {
        this.id = id;
        this.outcome = outcome;
        this.code = "";
        this.declineCode = "";
    }

    TestCard(String id, String code, String declineCode) {
        this.id = id;
        this.outcome = Outcome.DECLINED;
        this.code = code;
        this.declineCode = declineCode;
    }

    /** What the gateway's own documentation calls it, such as {@code pm_card_visa}. */
    public String id() {
        return id;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Present exactly when this card is refused. */
    Optional<Decline> decline() {
        return outcome == Outcome.DECLINED ? Optional.of(new Decline(code, declineCode)) : Optional.empty();
    }

    /** What becomes of refunds to it, where that is not the usual. */
    public Optional<Course> refunds() {
        return switch (this) {
            case PENDING_REFUND -> Optional.of(Course.pending().thenSucceeds(REFUND_TIME));
            case REFUND_FAIL -> Optional.of(Course.succeeds().thenFails(REFUND_TIME));
            default -> Optional.empty();
        };
    }

    public String type() {
        return switch (this) {
            case SEPA_DEBIT -> "sepa_debit";
            case US_BANK_ACCOUNT -> "us_bank_account";
            default -> "card";
        };
    }

    public static TestCard of(String id) {
        return Arrays.stream(values())
                .filter(card -> card.id.equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("payment_method", "PaymentMethod", id));
    }

    enum Outcome {
        APPROVED,
        DECLINED,
        ACTION,
        PROCESSING
    }

    /**
     * Why a card was refused.
     *
     * @param code the error's code
     * @param declineCode the issuer's reason, as the SDK shows it
     */
    public record Decline(String code, String declineCode) {}
}
