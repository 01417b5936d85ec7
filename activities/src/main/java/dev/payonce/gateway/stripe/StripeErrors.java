package dev.payonce.gateway.stripe;

import com.stripe.exception.StripeException;
import dev.payonce.payment.Failures;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe's failures mean for a look-up; nothing else decides about retries. A look-up moves nothing, so whatever
 * may heal is transient. Sources: docs.stripe.com/api/errors and /error-low-level.
 *
 * <pre>
 * 404 resource_missing              a value: Stripe does not know the id, or not yet
 * 429, with or without Retry-After  transient   stripe-429
 * 408, 409, 424                     transient   stripe-408 ...   a lock, or somebody behind Stripe
 * 500 and above                     transient   stripe-500 ...
 * 401, 403                          refused     stripe-401 ...   a revoked key, or one that may not read this
 * any other status                  refused     stripe-400 ...   a bug, or not Stripe's address
 * an answer that cannot be read     transient   stripe-unreadable
 * no answer                         transient   stripe-timeout, -unreachable, -tls, -reset, -cut
 * no time left for another request  transient   stripe-slow
 * </pre>
 *
 * <p>The SDK's messages quote what Stripe sent, so neither they nor the exceptions go any further.
 */
final class StripeErrors {

    private StripeErrors() {}

    static boolean missing(StripeException failure) {
        return status(failure) == 404 && "resource_missing".equals(failure.getCode());
    }

    /** @param id what was looked up */
    static ApplicationFailure failure(String id, StripeException failure) {
        int status = status(failure);
        Optional<Duration> retryAfter = failure instanceof StripeBusy busy
                ? busy.retryAfter().map(after -> spread(after, id))
                : Optional.empty();
        String answer = "Stripe answered " + status + detail(failure) + " to the look-up of " + id;
        if (status == 0) {
            return silence(id, failure.getCause());
        }
        if (status < 400) {
            return unreadable(id);
        }
        return switch (status) {
            case 408, 409, 424, 429 -> Failures.transientOne("stripe-" + status, answer, retryAfter, null);
            default ->
                status >= 500
                        ? Failures.transientOne("stripe-" + status, answer, retryAfter, null)
                        : Failures.refused("stripe-" + status, answer, null);
        };
    }

    /** What came is not what Stripe sends: cut short on its way, or a proxy's own page. */
    static ApplicationFailure unreadable(String id) {
        return Failures.transientOne(
                "stripe-unreadable",
                "Stripe's answer to the look-up of " + id + " cannot be read",
                Optional.empty(),
                null);
    }

    static ApplicationFailure slow(String id) {
        return Failures.transientOne(
                "stripe-slow", "Stripe is so slow that there was no time left for " + id, Optional.empty(), null);
    }

    private static ApplicationFailure silence(String id, @Nullable Throwable cause) {
        String code = switch (cause) {
            case SocketTimeoutException late -> "stripe-timeout";
            case ConnectException closed -> "stripe-unreachable";
            case NoRouteToHostException away -> "stripe-unreachable";
            case UnknownHostException unnamed -> "stripe-unreachable";
            case SSLException untrusted -> "stripe-tls";
            case SocketException reset -> "stripe-reset";
            case IOException half -> "stripe-cut";
            case null, default -> "stripe-unreadable";
        };
        return Failures.transientOne(code, "Stripe did not answer the look-up of " + id, Optional.empty(), null);
    }

    /**
     * Everybody who was told to come back in 7 s would come back at the same moment, so each comes up to a quarter
     * later, by its id.
     */
    private static Duration spread(Duration after, String id) {
        return after.plusMillis(Math.floorMod(id.hashCode(), Math.max(1, after.toMillis() / 4)));
    }

    private static String detail(StripeException failure) {
        String code = plain(failure.getCode());
        String request = plain(failure.getRequestId());
        return (code.isEmpty() ? "" : " " + code) + (request.isEmpty() ? "" : " (" + request + ")");
    }

    private static String plain(@Nullable String code) {
        return code != null && code.matches("[A-Za-z0-9_]{1,64}") ? code : "";
    }

    private static int status(StripeException failure) {
        return Objects.requireNonNullElse(failure.getStatusCode(), 0);
    }
}
