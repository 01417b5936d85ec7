package dev.payonce.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.api.http.ApiLimits;
import dev.payonce.gateway.NextActions.Action;
import dev.payonce.money.Money;
import dev.payonce.payment.SavedMethod;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Final;
import dev.payonce.request.PaymentResult.NotYet;
import dev.payonce.request.PaymentResult.Reference;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.request.PaymentResult.Why;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer as the caller sees it. What is final is made of the {@link PaymentResult} and nothing else, so that it is the same,
 * byte for byte, wherever it was found. Another one names its status URL, too, and what the browser needs.
 *
 * @param code why, where the status alone does not say it
 * @param twinOf the number of the other order of the same cart, where a charge is refused because of it
 * @param retry of a decline, where gateway or bank gave an advice
 * @param payment the gateway's id
 * @param refundId the gateway's id of the refund, where the answer is one's
 * @param asks the amount that the order asks, where it is another one
 * @param operation the number of the operation in the order's ledger
 * @param saved the method that the payment left behind to pay with again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentResponse(
        String status,
        @Nullable String code,
        @Nullable String twinOf,
        @Nullable Boolean mayRetry,
        @Nullable Retry retry,
        @Nullable String gateway,
        @Nullable String payment,
        @Nullable String refundId,
        @Nullable Amount amount,
        @Nullable Amount asks,
        @Nullable Integer operation,
        @Nullable SavedMethod saved,
        @Nullable Action action,
        @Nullable String statusUrl) {

    static final String REPLAYED = "Idempotent-Replayed";

    private static final JsonMapper JSON = JsonMapper.shared();

    /** @param minor in units of the currency's smallest coin */
    record Amount(long minor, String currency) {

        static Amount of(Money money) {
            return new Amount(money.minor(), money.currency());
        }
    }

    /**
     * The way to go on after a decline.
     *
     * @param advice in lower case
     * @param notBefore ISO 8601, UTC
     */
    record Retry(String advice, @Nullable String notBefore) {

        static Retry of(PaymentResult.Retry retry) {
            return new Retry(
                    retry.way().name().toLowerCase(Locale.ROOT),
                    retry.notBefore().map(Instant::toString).orElse(null));
        }
    }

    static ResponseEntity<byte[]> of(PaymentResult result, long order, Optional<Action> action, boolean replayed) {
        HttpStatus status = status(result);
        ResponseEntity.BodyBuilder http = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (status == HttpStatus.ACCEPTED) {
            http.location(URI.create(timeline(order)));
        }
        retryAfter(result, status).ifPresent(seconds -> http.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
        if (replayed) {
            http.header(REPLAYED, "true");
        }
        return http.body(JSON.writeValueAsBytes(body(result, order, action)));
    }

    private static PaymentResponse body(PaymentResult result, long order, Optional<Action> action) {
        Reference of = result.of();
        boolean twin = result.code().startsWith(PaymentResult.TWIN_OF);
        return new PaymentResponse(
                word(result),
                twin ? "twin_of" : orNull(result.code()),
                twin ? result.code().substring(PaymentResult.TWIN_OF.length()) : null,
                mayRetry(result),
                result instanceof Final last ? last.retry().map(Retry::of).orElse(null) : null,
                orNull(of.gateway()),
                orNull(of.payment()),
                orNull(of.refund()),
                of.money().map(Amount::of).orElse(null),
                of.asks().map(Amount::of).orElse(null),
                of.operation() == 0 ? null : of.operation(),
                of.saved().orElse(null),
                action.orElse(null),
                result.isFinal() ? null : timeline(order));
    }

    private static @Nullable Boolean mayRetry(PaymentResult result) {
        if (result instanceof Final(var state, var _, var again, var _, var _) && state == State.DECLINED) {
            return again;
        }
        return null;
    }

    private static String word(PaymentResult result) {
        if (!(result instanceof NotYet(var why, var _, var _))) {
            return result.word();
        }
        if (status(why) != HttpStatus.ACCEPTED) {
            return "later";
        }
        return why.waits() ? "working" : "pending";
    }

    private static HttpStatus status(PaymentResult result) {
        return switch (result) {
            case Final last ->
                switch (last.state()) {
                    case PAID, AUTHORIZED, CAPTURED, CANCELLED, REFUNDED -> HttpStatus.OK;
                    case DECLINED -> HttpStatus.PAYMENT_REQUIRED;
                    case REFUSED -> HttpStatus.CONFLICT;
                };
            case PaymentResult.Action _ -> HttpStatus.OK;
            case NotYet reason -> status(reason.why());
        };
    }

    private static HttpStatus status(Why why) {
        return switch (why) {
            case CARRYING_OUT,
                    OBSERVING,
                    OUTCOME_UNKNOWN,
                    GATEWAY_PENDING,
                    REFUND_PENDING,
                    OTHER_PAYMENT,
                    NO_PAYMENT,
                    UNDER_REVIEW,
                    STALLED -> HttpStatus.ACCEPTED;
            case OPERATION_IN_DOUBT -> HttpStatus.CONFLICT;
            case TOO_MANY_DECLINES -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE, BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
            case ORDER_NOT_FOUND -> HttpStatus.NOT_FOUND;
        };
    }

    /** Returns the seconds until the next try: always for a result that is not accepted, else where the rules know it. */
    private static Optional<Long> retryAfter(PaymentResult result, HttpStatus status) {
        if (!(result instanceof NotYet(var _, var when, var _))) {
            return Optional.empty();
        }
        return when.map(at -> Duration.between(Instant.now(), at).toSeconds())
                .or(() -> status == HttpStatus.ACCEPTED
                        ? Optional.empty()
                        : Optional.of(ApiLimits.RETRY_AFTER.toSeconds()))
                .map(seconds -> Math.clamp(seconds, 1, ApiLimits.LATEST_RETRY.toSeconds()));
    }

    private static String timeline(long order) {
        return "/payments/" + order;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
