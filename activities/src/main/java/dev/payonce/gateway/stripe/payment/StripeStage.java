package dev.payonce.gateway.stripe.payment;

import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How far a PaymentIntent is, and who has to act next. Source: docs.stripe.com/payments/paymentintents/lifecycle. */
record StripeStage(Stage stage, WaitsFor waitsFor) {

    /** What takes days from "processing" to an answer: debits, transfers, vouchers paid at a counter. */
    private static final Set<String> SLOW = Set.of(
            "ach_debit",
            "acss_debit",
            "au_becs_debit",
            "bacs_debit",
            "boleto",
            "customer_balance",
            "konbini",
            "multibanco",
            "nz_bank_account",
            "oxxo",
            "payto",
            "sepa_debit",
            "sofort",
            "us_bank_account");

    /** A status that this version does not know is looked at again: it is neither paid nor failed. */
    static StripeStage of(PaymentIntent intent) {
        return switch (Objects.requireNonNullElse(intent.getStatus(), "")) {
            case "requires_payment_method", "requires_confirmation" -> new StripeStage(Stage.OPEN, WaitsFor.SHOPPER);
            case "requires_action" -> new StripeStage(lasts(intent) ? Stage.PENDING : Stage.OPEN, WaitsFor.SHOPPER);
            case "processing" -> new StripeStage(slow(intent) ? Stage.PENDING : Stage.OPEN, WaitsFor.GATEWAY);
            case "requires_capture" -> new StripeStage(Stage.AUTHORIZED, WaitsFor.NOTHING);
            case "succeeded" -> new StripeStage(Stage.CAPTURED, WaitsFor.NOTHING);
            case "canceled" -> new StripeStage(Stage.CLOSED, WaitsFor.NOTHING);
            default -> new StripeStage(Stage.OPEN, WaitsFor.GATEWAY);
        };
    }

    private static boolean lasts(PaymentIntent intent) {
        return StripeShopperAction.of(intent).map(StripeShopperAction::lasts).orElse(false);
    }

    /** The charge says how it is being paid; without one, it may be any of the ways that were offered. */
    private static boolean slow(PaymentIntent intent) {
        Optional<String> used = Optional.ofNullable(intent.getLatestChargeObject())
                .map(Charge::getPaymentMethodDetails)
                .map(Charge.PaymentMethodDetails::getType)
                .or(() -> Optional.ofNullable(intent.getProcessing()).map(PaymentIntent.Processing::getType));
        List<String> offered = Objects.requireNonNullElse(intent.getPaymentMethodTypes(), List.of());
        return used.map(SLOW::contains).orElseGet(() -> offered.stream().anyMatch(SLOW::contains));
    }
}
