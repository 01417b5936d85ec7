package dev.payonce.gateway.stripe;

import com.stripe.model.PaymentIntent;
import dev.payonce.gateway.Outcome;
import io.temporal.failure.ApplicationFailure;

/** The consequence of a failed request that was to move money. */
sealed interface StripeFailureOutcome {

    /** An outcome that is known, or known to be unknown. */
    record Settled(Outcome outcome) implements StripeFailureOutcome {}

    /** The error shows the payment, and that tells more than any code. */
    record Shown(PaymentIntent intent) implements StripeFailureOutcome {}

    /**
     * The payment is not as the operation needs it, and is looked up.
     *
     * @param otherwise if Stripe does not know it
     */
    record Refresh(String payment, Outcome otherwise) implements StripeFailureOutcome {}

    /** A failure with an unknown outcome, after which the same key may be sent again. */
    record Again(ApplicationFailure why) implements StripeFailureOutcome {}
}
