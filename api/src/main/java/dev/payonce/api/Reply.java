package dev.payonce.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.api.Actions.Action;
import dev.payonce.payment.Answer;
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
 * An answer as the caller sees it. What is final is made of the {@link Answer} and nothing else, so that it is the same,
 * byte for byte, wherever it was found. What is not final says besides where to look later, and what the browser needs.
 *
 * @param code why, where the status alone does not say it
 * @param payment the gateway's id
 * @param operation the number of the operation in the order's ledger
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Reply(
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
        return of(Answer.working(0), order, Optional.empty(), false);
    }

    static ResponseEntity<byte[]> of(Answer answer, long order, Optional<Action> action, boolean replayed) {
        HttpStatus status = status(answer);
        ResponseEntity.BodyBuilder http = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (status == HttpStatus.ACCEPTED) {
            http.location(URI.create(story(order)));
        }
        if (answer.state() == Answer.State.LATER) {
            http.header(HttpHeaders.RETRY_AFTER, Long.toString(Limits.LATER.toSeconds()));
        }
        if (replayed) {
            http.header(REPLAYED, "true");
        }
        return http.body(JSON.writeValueAsBytes(body(answer, order, action)));
    }

    private static Reply body(Answer answer, long order, Optional<Action> action) {
        return new Reply(
                answer.state().name().toLowerCase(Locale.ROOT),
                orNull(answer.code()),
                answer.state() == Answer.State.DECLINED ? answer.mayRetry() : null,
                orNull(answer.gateway()),
                orNull(answer.payment()),
                answer.money()
                        .map(money -> new Amount(money.minor(), money.currency()))
                        .orElse(null),
                answer.operation() == 0 ? null : answer.operation(),
                action.map(Next::of).orElse(null),
                answer.isFinal() ? null : story(order));
    }

    private static HttpStatus status(Answer answer) {
        return switch (answer.state()) {
            case PAID, AUTHORIZED, CAPTURED, CANCELLED, REFUNDED, ACTION_REQUIRED -> HttpStatus.OK;
            case DECLINED -> HttpStatus.PAYMENT_REQUIRED;
            case REFUSED -> answer.code().equals("order_not_found") ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT;
            case LATER -> HttpStatus.CONFLICT;
            case PENDING, WORKING -> HttpStatus.ACCEPTED;
            case MISMATCH -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    private static String story(long order) {
        return "/payments/" + order;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
