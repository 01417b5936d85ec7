package dev.payonce.servers.stripe.state;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A payment method that this simulator knows, with the outcome of its confirmation. */
public enum TestCard {
    VISA("pm_card_visa", Outcome.APPROVED),
    MASTERCARD("pm_card_mastercard", Outcome.APPROVED),
    DECLINED("pm_card_chargeDeclined", "card_declined", "generic_decline"),
    VISA_DECLINED("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
    INSUFFICIENT_FUNDS("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    VISA_INSUFFICIENT_FUNDS("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    LOST("pm_card_chargeDeclinedLostCard", "card_declined", "lost_card"),
    STOLEN("pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
    FRAUDULENT("pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent"),
    EXPIRED("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
    WRONG_CVC("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
    PROCESSING_ERROR("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    /** A vague decline of the bank, beside which the network advises against another attempt. */
    NETWORK_FORBIDS("pm_card_networkAdviceDoNotTryAgain", "card_declined", "generic_decline"),
    /** Pays, but its refunds take a while. */
    PENDING_REFUND("pm_card_pendingRefund", Outcome.APPROVED),
    /** Pays, but its refunds come back some time after they have succeeded. */
    REFUND_FAIL("pm_card_refundFail", Outcome.APPROVED),
    /** Pays; its risk is elevated, and a rule of this account has such payments reviewed. */
    ELEVATED_RISK("pm_card_riskLevelElevated", Outcome.APPROVED),
    /** Pays, and its issuer warns of fraud at once. */
    ISSUER_FRAUD("pm_card_createIssuerFraudRecord", Outcome.APPROVED),
    /** Pays, and is disputed in the same moment. */
    DISPUTE("pm_card_createDispute", Outcome.APPROVED),
    /** Pays, and the bank asks about it in the same moment. */
    INQUIRY("pm_card_createDisputeInquiry", Outcome.APPROVED),
    /** Wants the shopper's authentication (3-D Secure) first. */
    AUTHENTICATION("pm_card_authenticationRequired", Outcome.ACTION),
    THREE_D_SECURE("pm_card_threeDSecure2Required", Outcome.ACTION),
    /** Authorizes for 28 days, which Stripe documents and does not state. */
    KLARNA("pm_klarna", Outcome.APPROVED),
    /** A bank debit: accepted now, known for sure only days later. */
    SEPA_DEBIT("pm_sepaDebit", Outcome.PROCESSING),
    US_BANK_ACCOUNT("pm_usBankAccount_processing", Outcome.PROCESSING),
    /** The vouchers: the shopper pays at a counter within some days. */
    OXXO("pm_oxxo", Outcome.LASTING),
    BOLETO("pm_boleto", Outcome.LASTING),
    KONBINI("pm_konbini", Outcome.LASTING),
    /** A transfer to a virtual account, which never expires. */
    BANK_TRANSFER("pm_customerBalance", Outcome.LASTING),
    /** A bank account that the shopper verifies by two small deposits, before the debit begins. */
    MICRO_DEPOSITS("pm_usBankAccount_microdeposits", Outcome.LASTING);

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

    /** Returns the name in Stripe's own documentation, such as {@code pm_card_visa}. */
    public String id() {
        return id;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Returns true when a payment by it is reviewed in Radar. */
    public boolean reviewed() {
        return this == ELEVATED_RISK;
    }

    /** Returns the action that lasts days; empty for everything that is done on the spot. */
    public Optional<LastingAction> action() {
        return switch (this) {
            case OXXO -> Optional.of(LastingAction.voucher("oxxo_display_details", "expires_after", 3));
            case BOLETO -> Optional.of(LastingAction.voucher("boleto_display_details", "expires_at", 3));
            case KONBINI -> Optional.of(LastingAction.voucher("konbini_display_details", "expires_at", 4));
            case BANK_TRANSFER -> Optional.of(LastingAction.transfer());
            case MICRO_DEPOSITS -> Optional.of(LastingAction.deposits());
            default -> Optional.empty();
        };
    }

    boolean opensDispute() {
        return this == DISPUTE || this == INQUIRY;
    }

    /** Returns the decline, exactly when this card is refused. */
    Optional<Decline> decline() {
        return outcome == Outcome.DECLINED
                ? Optional.of(new Decline(code, declineCode, this == NETWORK_FORBIDS ? "03" : ""))
                : Optional.empty();
    }

    /** Returns the course of refunds to it, where that is not the usual one. */
    public Optional<Course> refunds() {
        return switch (this) {
            case PENDING_REFUND -> Optional.of(Course.pending().thenSucceeds(REFUND_TIME));
            case REFUND_FAIL -> Optional.of(Course.succeeds().thenFails(REFUND_TIME));
            default -> Optional.empty();
        };
    }

    /** Returns the type in Stripe's words. */
    public String type() {
        return switch (this) {
            case KLARNA -> "klarna";
            case SEPA_DEBIT -> "sepa_debit";
            case US_BANK_ACCOUNT, MICRO_DEPOSITS -> "us_bank_account";
            case OXXO -> "oxxo";
            case BOLETO -> "boleto";
            case KONBINI -> "konbini";
            case BANK_TRANSFER -> "customer_balance";
            default -> "card";
        };
    }

    public static TestCard of(String id) {
        return Arrays.stream(values())
                .filter(card -> card.id.equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("payment_method", "PaymentMethod", id));
    }

    /** Returns the method that a browser makes of this type and that pays. */
    public static TestCard ofType(String type) {
        return switch (type) {
            case "card" -> VISA;
            case "sepa_debit" -> SEPA_DEBIT;
            case "customer_balance" -> BANK_TRANSFER;
            default -> throw Refusal.invalid("", "type", "The simulator makes no method of the type " + type);
        };
    }

    enum Outcome {
        APPROVED,
        DECLINED,
        ACTION,
        LASTING,
        PROCESSING
    }

    /**
     * The reason for which a card was refused.
     *
     * @param code the error's code
     * @param declineCode the issuer's reason, as the SDK shows it
     * @param networkAdvice the network's advice in two digits; empty for none
     */
    public record Decline(String code, String declineCode, String networkAdvice) {

        Decline(String code, String declineCode) {
            this(code, declineCode, "");
        }

        /** Returns true when the bank was asked for the money, so that there is a failed charge. */
        public boolean hasCharge() {
            return !declineCode.equals("authentication_required");
        }

        /** Returns Stripe's own advice to the merchant; empty for none. */
        public String advice() {
            return switch (declineCode) {
                case "lost_card", "stolen_card", "fraudulent" -> "do_not_try_again";
                case "expired_card", "incorrect_cvc" -> "confirm_card_data";
                case "insufficient_funds", "processing_error" -> "try_again_later";
                default -> "";
            };
        }
    }
}
