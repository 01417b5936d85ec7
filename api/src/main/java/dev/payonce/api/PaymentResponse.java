package dev.payonce.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.api.NextActions.Action;
import dev.payonce.request.PaymentResult;
import java.net.URI;
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
 * byte for byte, wherever it was found. What is not final says besides where to look later, and what the browser needs.
 *
 * @param code why, where the status alone does not say it
 * @param payment the gateway's id
 * @param operation the number of the operation in the order's ledger
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentResponse(
        String status,
        @Nullable String code,
        @Nullable Boolean mayRetry,
        @Nullable String gateway,
        @Nullable String payment,
        @Nullable Amount amount,
        @Nullable Integer operation,
        @Nullable Next action,
        @Nullable String statusUrl) {

    static final String REPLAYED = "Idempotent-Replayed";

    private static final JsonMapper JSON = JsonMapper.shared();

    /** @param minor in units of the currency's smallest coin */
    record Amount(long minor, String currency) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Next(@Nullable String redirectUrl, @Nullable String clientSecret) {

        static Next of(Action action) {
            return new Next(
                    action.redirectUrl().orElse(null), action.clientSecret().orElse(null));
        }
    }

    /** Under way: nothing is known yet but where to look. */
    static ResponseEntity<byte[]> working(long order) {
        return of(PaymentResult.working(0), order, Optional.empty(), false);
    }

    static ResponseEntity<byte[]> of(PaymentResult result, long order, Optional<Action> action, boolean replayed) {
        HttpStatus status = status(result);
        ResponseEntity.BodyBuilder http = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (status == HttpStatus.ACCEPTED) {
            http.location(URI.create(timeline(order)));
        }
        if (result.state() == PaymentResult.State.LATER || status == HttpStatus.SERVICE_UNAVAILABLE) {
            http.header(HttpHeaders.RETRY_AFTER, Long.toString(ApiLimits.LATER.toSeconds()));
        }
        if (replayed) {
            http.header(REPLAYED, "true");
        }
        return http.body(JSON.writeValueAsBytes(body(result, order, action)));
    }

    private static PaymentResponse body(PaymentResult result, long order, Optional<Action> action) {
        return new PaymentResponse(
                result.state().name().toLowerCase(Locale.ROOT),
                orNull(result.code()),
                result.state() == PaymentResult.State.DECLINED ? result.mayRetry() : null,
                orNull(result.gateway()),
                orNull(result.payment()),
                result.money()
                        .map(money -> new Amount(money.minor(), money.currency()))
                        .orElse(null),
                result.operation() == 0 ? null : result.operation(),
                action.map(Next::of).orElse(null),
                result.isFinal() ? null : timeline(order));
    }

    private static HttpStatus status(PaymentResult result) {
        return switch (result.state()) {
            case PAID, AUTHORIZED, CAPTURED, CANCELLED, REFUNDED, ACTION_REQUIRED -> HttpStatus.OK;
            case DECLINED -> HttpStatus.PAYMENT_REQUIRED;
            case REFUSED -> result.code().equals("order_not_found") ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT;
            case LATER -> HttpStatus.CONFLICT;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case PENDING, WORKING -> HttpStatus.ACCEPTED;
            case MISMATCH -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    private static String timeline(long order) {
        return "/payments/" + order;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
