package dev.payonce.gateway.stripe;

import com.stripe.exception.StripeException;
import dev.payonce.failure.Failures;
import dev.payonce.gateway.Operation;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The failures of Stripe and what follows from each; nothing else decides about retries. Temporal retries a transient one,
 * an operation with the same key. Sources: docs.stripe.com/api/errors, /error-low-level and /error-codes.
 *
 * <pre>
 * status and type                      a lookup             an operation
 * 404 resource_missing                 a value: unknown      refused     stripe-resource_missing; of a payment that the
 *                                                            ledger has seen, not sent: the key is another account's
 * 402 card_error, with the payment     refused stripe-402    seen: the payment, which says why
 * 402 card_error, without              refused stripe-402    declined    the bank's code, may it be tried again
 * any idempotency_error (400)          refused stripe-400    unknown     stripe-idempotency: sent before, otherwise
 * 400 a state that does not allow it   refused stripe-400    seen: the payment, looked up by its id; for a refund, so
 *                                                            is an amount above what is left, which has no code
 * 400 no balance, not refundable       refused stripe-400    declined    of a refund: the code, may it be tried again
 * 400 the installation's or our fault  refused stripe-400    not sent    stripe-api_key_expired, ...
 * 400 invalid_request_error            refused stripe-400    refused     stripe-amount_too_small, ...; without a
 *                                                            code stripe-invalid-currency, ... by the parameter
 * 401, 403                             refused stripe-401    not sent    stripe-401 ...
 * not sent, after a try that may have been                   not sent    the same code; the worker says that it was not
 *                                                            the sole try, so that its outcome is unknown
 * 429, with or without Retry-After     transient             transient   stripe-429
 * 408, 409, 424                        transient             transient   stripe-408 ...
 * 500                                  transient             transient twice, for its key remembers it; then
 *                                                            unknown     stripe-500, may still come
 * above 500                            transient             transient   stripe-502 ...
 * any of those, Should-Retry: false    transient             unknown     the same code
 * any other 4xx                        refused stripe-405    refused     stripe-405 ...
 * 4xx that is not Stripe's JSON        refused stripe-404    transient   stripe-unreadable
 * a response that cannot be read       transient             transient   stripe-unreadable
 * no response                          transient             transient   stripe-timeout, -unreachable, -tls,
 *                                                            -reset, -cut, -interrupted
 * no time left for another request     transient stripe-slow
 * more than one can read to its end    transient stripe-list; a search by tag reads on in the next lookup
 * </pre>
 *
 * <p>The SDK's messages quote Stripe's responses, so neither they nor the exceptions go any further.
 */
final class StripeErrors {

    private static final String SLOW = "stripe-slow";

    private StripeErrors() {}

    static boolean missing(StripeException failure) {
        return status(failure) == 404 && "resource_missing".equals(failure.getCode());
    }

    /**
     * Returns the failure of a lookup.
     *
     * @param id the object of the lookup
     */
    static ApplicationFailure failure(String id, StripeException failure, StripeResponseHeaders hints) {
        int status = status(failure);
        return mayHeal(failure)
                ? again("the lookup of " + id, id, failure, hints)
                : Failures.nonRetryable(
                        "stripe-" + status,
                        "Stripe answered " + status + detail(failure) + " to the lookup of " + id
                                + ": check STRIPE_SECRET_KEY and the account",
                        null);
    }

    /** Returns the failure for a response that Stripe did not send: cut short on its way, or a proxy's own page. */
    static ApplicationFailure unreadable(String id) {
        return unreadableTo("the lookup of " + id);
    }

    static ApplicationFailure unreadable(Operation operation) {
        return unreadableTo(text(operation));
    }

    static ApplicationFailure slow(String id) {
        return Failures.transientOne(
                SLOW, "No time was left to ask Stripe for " + id + ", which is asked again", Optional.empty(), null);
    }

    /** @param id of the payment that so much went back of */
    static ApplicationFailure endless(String id) {
        return Failures.transientOne(
                "stripe-list",
                "There are more than " + StripeLimits.PAGES * StripeLimits.PAGE + " refunds or disputes of " + id,
                Optional.empty(),
                null);
    }

    /** Returns true when the time of a lookup was over before this request. */
    static boolean isSlow(ApplicationFailure failure) {
        return SLOW.equals(FailureDetails.code(failure));
    }

    /** Returns true for a failure that may heal by itself: no response, one that is not Stripe's, or a passing status. */
    static boolean mayHeal(StripeException failure) {
        int status = status(failure);
        return status < 400 || passing(status);
    }

    /** Returns true for a status that may heal by itself. */
    static boolean passing(int status) {
        return switch (status) {
            case 408, 409, 424, 429 -> true;
            default -> status >= 500;
        };
    }

    /** @param who spreads those who come back */
    static ApplicationFailure again(String what, String who, StripeException failure, StripeResponseHeaders hints) {
        int status = status(failure);
        if (status == 0) {
            String code = silence(failure.getCause());
            return Failures.transientOne(code, "Stripe did not answer " + what, Optional.empty(), null);
        }
        return passing(status)
                ? Failures.transientOne(
                        "stripe-" + status,
                        "Stripe answered " + status + detail(failure) + " to " + what,
                        hints.retryAfter().map(after -> spread(after, who)),
                        null)
                : unreadableTo(what);
    }

    private static ApplicationFailure unreadableTo(String what) {
        return Failures.transientOne(
                "stripe-unreadable", "Stripe's answer to " + what + " cannot be read", Optional.empty(), null);
    }

    /** Returns the code of the innermost known cause. The JDK's client wraps it, sometimes twice. */
    private static String silence(@Nullable Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(5)
                .map(StripeErrors::said)
                .filter(code -> !code.isEmpty())
                .findFirst()
                .orElse(failure instanceof IOException ? "stripe-cut" : "stripe-unreadable");
    }

    private static String said(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _, ConnectException _, NoRouteToHostException _ -> "stripe-unreachable";
            case UnknownHostException _ -> "stripe-unreachable";
            case HttpTimeoutException _ -> "stripe-timeout";
            case InterruptedIOException _ -> "stripe-interrupted";
            case SSLException _ -> "stripe-tls";
            case SocketException _ -> "stripe-reset";
            default -> "";
        };
    }

    /** Delays each retry by up to a quarter, by its id: after one Retry-After not all come back at the same moment. */
    private static Duration spread(Duration after, String id) {
        return after.plusMillis(Math.floorMod(id.hashCode(), Math.max(1, after.toMillis() / 4)));
    }

    static String text(Operation operation) {
        return "operation " + operation.number() + " of order "
                + operation.header().order().workflowId();
    }

    private static String detail(StripeException failure) {
        String code = plain(failure.getCode());
        String request = plain(failure.getRequestId());
        return (code.isEmpty() ? "" : " " + code) + (request.isEmpty() ? "" : " (" + request + ")");
    }

    static String plain(@Nullable String code) {
        return code != null && code.matches("[A-Za-z0-9_]{1,64}") ? code : "";
    }

    static int status(StripeException failure) {
        return Objects.requireNonNullElse(failure.getStatusCode(), 0);
    }
}
