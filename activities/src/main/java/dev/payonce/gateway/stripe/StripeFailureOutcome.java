package dev.payonce.gateway.stripe;

import com.stripe.model.PaymentIntent;
import dev.payonce.gateway.Outcome;
import io.temporal.failure.ApplicationFailure;

/** The result of a failed request that was to move money. */
sealed interface StripeFailureOutcome {

    /** The final result: known, or known to be unknown. */
    record Known(Outcome outcome) implements StripeFailureOutcome {}

    /** The error shows the payment, and that tells more than any code. */
    record Shown(PaymentIntent intent) implements StripeFailureOutcome {}

    /**
     * The payment's state does not fit the operation, so the payment is read.
     *
     * @param otherwise the outcome if Stripe does not know it
     */
    record Refresh(String payment, Outcome otherwise) implements StripeFailureOutcome {}

    /** The outcome is unknown, and the same key may be sent again. */
    record Again(ApplicationFailure why) implements StripeFailureOutcome {}
}
