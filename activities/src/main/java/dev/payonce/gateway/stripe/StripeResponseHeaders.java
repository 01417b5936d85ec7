package dev.payonce.gateway.stripe;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * The headers that a response has beside its body.
 *
 * @param retryAfter the time for which Stripe wants no request; bounded
 * @param shouldRetry Stripe's own opinion on sending the same again
 * @param replayed true for an earlier response to the same key: the state of then, and not of now
 */
record StripeResponseHeaders(Optional<Duration> retryAfter, Optional<Boolean> shouldRetry, boolean replayed) {

    static final StripeResponseHeaders NONE = new StripeResponseHeaders(Optional.empty(), Optional.empty(), false);

    static StripeResponseHeaders of(HttpHeaders headers) {
        return new StripeResponseHeaders(
                headers.firstValue("Retry-After").flatMap(StripeResponseHeaders::seconds),
                headers.firstValue("Stripe-Should-Retry").flatMap(StripeResponseHeaders::flag),
                headers.firstValue("Idempotent-Replayed")
                        .flatMap(StripeResponseHeaders::flag)
                        .orElse(false));
    }

    boolean mustNotRetry() {
        return shouldRetry.filter(should -> !should).isPresent();
    }

    /** Reads a number of seconds. Stripe does not use the other form, a date. */
    static Optional<Duration> seconds(String header) {
        return Optional.of(header.strip())
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .filter(Duration::isPositive)
                .map(after -> after.compareTo(StripeLimits.RETRY_AFTER) < 0 ? after : StripeLimits.RETRY_AFTER);
    }

    private static Optional<Boolean> flag(String header) {
        return switch (header.strip()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
