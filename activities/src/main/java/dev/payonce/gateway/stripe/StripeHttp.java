package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of Stripe's SDK, on the JDK's own client. It sends a POST once: the JDK's client repeats one only
 * where no connection came about, and nothing was sent. (It may repeat a GET once, which is harmless.) The SDK's own
 * client silently repeats a POST after a reset.
 *
 * <p>For one thread. It remembers the headers of the last response, since the SDK's exceptions have none.
 */
final class StripeHttp extends HttpClient {

    private final java.net.http.HttpClient http;
    private final Duration result;
    private StripeResponseHeaders hints = StripeResponseHeaders.NONE;

    /** @param result from the first step of connecting to the last byte of the answer */
    StripeHttp(java.net.http.HttpClient http, Duration result) {
        this.http = http;
        this.result = result;
    }

    /** Returns the headers of the last response; none when no response came. */
    StripeResponseHeaders hints() {
        return hints;
    }

    @Override
    public StripeResponse request(StripeRequest request) throws StripeException {
        hints = StripeResponseHeaders.NONE;
        HttpResponse<String> response = exchange(translated(request));
        hints = StripeResponseHeaders.of(response.headers());
        return new StripeResponse(
                response.statusCode(), HttpHeaders.of(response.headers().map()), response.body());
    }

    private HttpResponse<String> exchange(HttpRequest request) throws StripeException {
        CompletableFuture<HttpResponse<String>> coming =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), StripeLimits.RESULT));
        try {
            return coming.get(result.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            coming.cancel(true);
            throw silence(new HttpTimeoutException("No whole answer within " + result));
        } catch (InterruptedException stopping) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw silence(new InterruptedIOException("Interrupted while waiting for an answer"));
        } catch (ExecutionException failed) {
            throw silence(failed.getCause());
        }
    }

    private static HttpRequest translated(StripeRequest request) {
        HttpContent content = request.content();
        HttpRequest.Builder translated = HttpRequest.newBuilder(
                        URI.create(request.url().toString()))
                .method(
                        request.method().name(),
                        content == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(content.byteArrayContent()))
                .setHeader("User-Agent", buildUserAgentString(request))
                .setHeader("X-Stripe-Client-User-Agent", buildXStripeClientUserAgentString());
        request.headers().map().forEach((name, values) -> translated.setHeader(name, String.join(",", values)));
        if (content != null) {
            translated.setHeader("Content-Type", content.contentType());
        }
        return translated.build();
    }

    private static ApiConnectionException silence(@Nullable Throwable cause) {
        return new ApiConnectionException("No answer", cause);
    }
}
