package dev.payonce.gateway.stripe.payment;

import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The times within which an authorization has to be captured, by payment method. Stripe states the time of most cards
 * ({@code capture_before}), and that comes first. A method that is not in the table has no known end: a person reviews it,
 * and no rule voids it. Source: Stripe's page of each method, under manual capture.
 */
final class StripeCaptureWindows {

    private static final Map<String, Duration> WINDOWS = Map.of(
            "affirm", Duration.ofDays(30),
            "afterpay_clearpay", Duration.ofDays(13),
            "amazon_pay", Duration.ofDays(7),
            "cashapp", Duration.ofDays(7),
            "klarna", Duration.ofDays(28),
            "paypal", Duration.ofDays(10));

    private StripeCaptureWindows() {}

    /** Returns when the authorization lapses; empty where the intent has none, or its end is not known. */
    static Optional<Instant> end(PaymentIntent intent) {
        return Optional.ofNullable(intent.getLatestChargeObject())
                .filter(_ -> "requires_capture".equals(intent.getStatus()))
                .flatMap(charge -> stated(charge).or(() -> documented(charge)));
    }

    private static Optional<Instant> documented(Charge charge) {
        return Optional.ofNullable(charge.getPaymentMethodDetails())
                .map(Charge.PaymentMethodDetails::getType)
                .map(WINDOWS::get)
                .flatMap(window -> StripeTime.of(charge.getCreated()).map(made -> made.plus(window)));
    }

    private static Optional<Instant> stated(Charge charge) {
        return Optional.ofNullable(charge.getPaymentMethodDetails())
                .map(Charge.PaymentMethodDetails::getCard)
                .map(Charge.PaymentMethodDetails.Card::getCaptureBefore)
                .flatMap(StripeTime::of);
    }
}
