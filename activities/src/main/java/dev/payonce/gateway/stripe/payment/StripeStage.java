package dev.payonce.gateway.stripe.payment;

import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The stage of a PaymentIntent, and the party that has to act next. Source:
 * docs.stripe.com/payments/paymentintents/lifecycle.
 */
record StripeStage(Stage stage, WaitsFor waitsFor) {

    /** The methods that take days from "processing" to a result: debits, transfers, vouchers paid at a counter. */
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

    /** Maps the status. An unknown one is read again later: it is neither paid nor failed. */
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

    /**
     * Returns true when the payment takes days. The charge names its method; without one, each offered method may be
     * used.
     */
    private static boolean slow(PaymentIntent intent) {
        Optional<String> used = Optional.ofNullable(intent.getLatestChargeObject())
                .map(Charge::getPaymentMethodDetails)
                .map(Charge.PaymentMethodDetails::getType)
                .or(() -> Optional.ofNullable(intent.getProcessing()).map(PaymentIntent.Processing::getType));
        List<String> offered = Objects.requireNonNullElse(intent.getPaymentMethodTypes(), List.of());
        return used.map(SLOW::contains).orElseGet(() -> offered.stream().anyMatch(SLOW::contains));
    }
}
