package dev.payonce.gateway.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.service.V1Services;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The response to a request that moves money, as the SDK has read it: each part of it may be missing. */
sealed interface StripeResponse {

    /** The payment, as the request left it. */
    record Paid(PaymentIntent intent) implements StripeResponse {}

    /** A refund, which does not say how its payment is now. */
    record Returned(Refund refund) implements StripeResponse {}

    /** Wraps a payment; empty for none. */
    static Optional<StripeResponse> paid(@Nullable PaymentIntent intent) {
        return Optional.ofNullable(intent).map(Paid::new);
    }

    static Optional<StripeResponse> returned(@Nullable Refund refund) {
        return Optional.ofNullable(refund).map(Returned::new);
    }

    /** A request that moves money. */
    interface Move {
        Optional<StripeResponse> send(V1Services stripe, RequestOptions options) throws StripeException;
    }
}
