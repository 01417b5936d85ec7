package dev.payonce.gateway.stripe;

import com.stripe.exception.StripeException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** Stripe said when to come back. The SDK's own exceptions have no headers, so {@link StripeHttp} throws this one. */
final class StripeBusy extends StripeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    StripeBusy(int status, String requestId, Duration retryAfter) {
        super("Busy", requestId, "", status);
        this.retryAfter = retryAfter;
    }

    Optional<Duration> retryAfter() {
        return Optional.of(retryAfter);
    }
}
