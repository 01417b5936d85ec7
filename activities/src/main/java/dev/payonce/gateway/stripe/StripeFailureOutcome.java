package dev.payonce.gateway.stripe;

import com.stripe.model.PaymentIntent;
import dev.payonce.gateway.Outcome;
import io.temporal.failure.ApplicationFailure;

/** What a failed request that was to move money comes to. */
sealed interface StripeFailureOutcome {

    /** It is known, or known to be unknown. */
    record Settled(Outcome outcome) implements StripeFailureOutcome {}

    /** The error shows the payment, and that tells more than any code. */
    record Shown(PaymentIntent intent) implements StripeFailureOutcome {}

    /**
     * The payment is not as the operation needs it: it is looked at.
     *
     * @param otherwise if Stripe does not know it
     */
    record Refresh(String payment, Outcome otherwise) implements StripeFailureOutcome {}

    /** Nobody can say what happened, and the same key may be sent again. */
    record Again(ApplicationFailure why) implements StripeFailureOutcome {}
}
