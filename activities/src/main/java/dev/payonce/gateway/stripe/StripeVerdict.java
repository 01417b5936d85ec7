package dev.payonce.gateway.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.stripe.payment.StripeDeclines;
import dev.payonce.payment.Payment;
import java.util.Optional;
import java.util.Set;

/** The verdict on an operation that Stripe answered with an error; the table is at {@link StripeErrors}. */
final class StripeVerdict {

    /** The payment is not, or no longer, in the state that a confirmation, a capture, a void or a refund needs. */
    private static final Set<String> OTHER_STATE = Set.of(
            "payment_intent_unexpected_state",
            "intent_invalid_state",
            "charge_already_captured",
            "charge_already_refunded",
            "charge_disputed",
            "charge_expired_for_capture",
            "charge_not_capturable",
            "refund_disputed_payment");

    /**
     * The parameters for which a refund without a code is refused because of the payment's state: too much, or nothing
     * captured.
     */
    private static final Set<String> NOTHING_LEFT = Set.of("amount", "charge", "payment_intent");

    /** Why Stripe does not give back what could go back; it may when there is money again, but not another way. */
    private static final Set<String> TOO_LOW = Set.of("balance_insufficient", "insufficient_balance_for_refund");

    private static final String NOT_REFUNDABLE = "charge_not_refundable";

    /** The faults of the installation, or our own: Stripe took nothing, and would after the fault is mended. */
    private static final Set<String> INSTALLATION = Set.of(
            "account_invalid",
            "api_key_expired",
            "livemode_mismatch",
            "parameter_unknown",
            "platform_account_required",
            "platform_api_key_expired",
            "secret_key_required",
            "testmode_charges_only",
            "tls_version_unsupported");

    /** The parameter that names a set of methods of the account: one that Stripe does not know is a wrong setting. */
    private static final String CONFIGURATION = "payment_method_configuration";

    private StripeVerdict() {}

    /**
     * Returns the verdict on a failed operation.
     *
     * @param attempt the number of the try of this activity, from 1
     */
    static StripeFailureOutcome of(
            Operation operation, StripeException failure, StripeResponseHeaders hints, int attempt) {
        int number = operation.number();
        int status = StripeErrors.status(failure);
        StripeError error = failure.getStripeError();
        if (StripeErrors.passing(status)) {
            boolean enough = status == 500 && attempt >= StripeLimits.TRIES_OF_500;
            return enough || hints.mustNotRetry()
                    ? new StripeFailureOutcome.Known(new Outcome.Unknown(number, "stripe-" + status, status >= 500))
                    : new StripeFailureOutcome.Again(StripeErrors.again(
                            StripeErrors.text(operation), operation.header().idempotencyKey(), failure, hints));
        }
        if (status < 400 || error == null || StripeErrors.plain(error.getType()).isEmpty()) {
            return new StripeFailureOutcome.Again(StripeErrors.again(
                    StripeErrors.text(operation), operation.header().idempotencyKey(), failure, hints));
        }
        if ("idempotency_error".equals(error.getType())) {
            return new StripeFailureOutcome.Known(new Outcome.Unknown(number, "stripe-idempotency", false));
        }
        Outcome no = no(operation, status, error);
        if (status == 402) {
            Payment.Decline decline = StripeDeclines.of(error);
            return shown(error)
                    .orElseGet(() -> new StripeFailureOutcome.Known(
                            new Outcome.Declined(number, decline.code(), decline.mayRetry())));
        }
        String kept = operation instanceof Operation.Refund ? kept(error) : "";
        if (TOO_LOW.contains(kept) || NOT_REFUNDABLE.equals(kept)) {
            return new StripeFailureOutcome.Known(new Outcome.Declined(number, kept, TOO_LOW.contains(kept)));
        }
        if (otherState(operation, error)) {
            return switch (operation) {
                case Operation.Charge _ -> shown(error).orElseGet(() -> new StripeFailureOutcome.Known(no));
                case Operation.Capture capture -> new StripeFailureOutcome.Refresh(capture.payment(), no);
                case Operation.Refund refund -> new StripeFailureOutcome.Refresh(refund.payment(), no);
                case Operation.Void it -> new StripeFailureOutcome.Refresh(it.payment(), no);
            };
        }
        return new StripeFailureOutcome.Known(no);
    }

    private static boolean otherState(Operation operation, StripeError error) {
        String code = StripeErrors.plain(error.getCode());
        return OTHER_STATE.contains(code)
                || (operation instanceof Operation.Refund
                        && code.isEmpty()
                        && NOTHING_LEFT.contains(StripeErrors.plain(error.getParam())));
    }

    /**
     * Returns the code of a refund's error. A balance that is too low is named in a field that the SDK does not know,
     * beside no code at all.
     */
    private static String kept(StripeError error) {
        String code = StripeErrors.plain(error.getCode());
        return code.isEmpty() ? StripeDeclines.messageCode(error).orElse("") : code;
    }

    /**
     * Returns a refusal, or the fault of the installation. An operation is about a payment that the ledger has seen. A key
     * that does not find this payment belongs to another account.
     */
    private static Outcome no(Operation operation, int status, StripeError error) {
        String code = code(status, error);
        boolean otherAccount = status == 404
                && payment(operation)
                && "resource_missing".equals(error.getCode())
                && !"payment_method".equals(error.getParam());
        if (status != 401
                && status != 403
                && !otherAccount
                && !CONFIGURATION.equals(error.getParam())
                && !INSTALLATION.contains(StripeErrors.plain(error.getCode()))) {
            return new Outcome.Refused(operation.number(), code);
        }
        return new Outcome.NotSent(operation.number(), code);
    }

    private static boolean payment(Operation operation) {
        return !(operation instanceof Operation.Charge charge)
                || charge.confirms().isPresent();
    }

    private static Optional<StripeFailureOutcome> shown(StripeError error) {
        return Optional.ofNullable(error.getPaymentIntent())
                .filter((PaymentIntent intent) ->
                        intent.getId() != null && !intent.getId().isBlank())
                .map(StripeFailureOutcome.Shown::new);
    }

    private static String code(int status, StripeError error) {
        String code = StripeErrors.plain(error.getCode());
        String parameter = StripeErrors.plain(error.getParam());
        if (status == 401 || status == 403 || (code.isEmpty() && parameter.isEmpty())) {
            return "stripe-" + status;
        }
        return code.isEmpty() ? "stripe-invalid-" + parameter : "stripe-" + code;
    }
}
