package dev.payonce.gateway.stripe;

import com.stripe.exception.StripeException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The SDK's own HTTP client, but for one thing: it does not lose a Retry-After. */
final class StripeHttp extends HttpClient {

    private final HttpURLConnectionClient http = new HttpURLConnectionClient();

    @Override
    public StripeResponse request(StripeRequest request) throws StripeException {
        StripeResponse response = http.request(request);
        Optional<Duration> retryAfter = response.code() == 429 || response.code() == 503
                ? response.headers().firstValue("Retry-After").flatMap(StripeHttp::seconds)
                : Optional.empty();
        if (retryAfter.isPresent()) {
            throw new StripeBusy(
                    response.code(), Objects.requireNonNullElse(response.requestId(), ""), retryAfter.get());
        }
        return response;
    }

    /** The other form, a date, is one that Stripe does not use. */
    static Optional<Duration> seconds(String header) {
        return Optional.of(header.strip())
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .filter(Duration::isPositive)
                .map(after -> after.compareTo(StripeLimits.RETRY_AFTER) < 0 ? after : StripeLimits.RETRY_AFTER);
    }
}
