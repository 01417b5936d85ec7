package dev.payonce.gateway.stripe;

import com.stripe.model.PaymentIntent;
import dev.payonce.failure.Failures;
import dev.payonce.payment.Payment;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The maker of payments from Stripe's objects, with the time of their reading. */
final class StripeSnapshots {

    private final StripeAccount account;
    private final Clock clock;

    /** @param clock for when a payment was seen */
    StripeSnapshots(StripeAccount account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    /** Asks Stripe for it. Empty when Stripe does not know it, or not yet. */
    Optional<Payment> refresh(StripeCalls calls, String id) {
        Instant asked = asked();
        return calls.intent(id).map(intent -> payment(calls, intent, asked));
    }

    /** Returns the time to note before a request: the state may change before its answer arrives. */
    Instant asked() {
        return clock.instant();
    }

    /** Returns the payment of an answer that is here already. */
    Payment payment(StripeCalls calls, PaymentIntent intent, Instant asked) {
        if (intent.getLivemode() != null && intent.getLivemode() != account.live()) {
            throw Failures.nonRetryable(
                    "stripe-other-mode",
                    intent.getId() + " is a " + (account.live() ? "test" : "live")
                            + " payment; the key is of the other mode",
                    null);
        }
        return StripePayment.of(account.name(), intent, StripeReversals.of(calls, intent), asked);
    }
}
