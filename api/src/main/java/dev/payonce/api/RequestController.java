package dev.payonce.api;

import dev.payonce.api.IdempotentRequests.Result;
import dev.payonce.api.http.ApiLimits;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.http.Problem;
import dev.payonce.api.http.RequestBody;
import dev.payonce.gateway.NextActions.Action;
import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.temporal.Deadlines;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The controller of requests that move money or refresh it; their results come from {@link IdempotentRequests}. */
@RestController
final class RequestController {

    private static final Logger LOG = LoggerFactory.getLogger(RequestController.class);

    private static final Problem NO_SUCH_ORDER = Problem.of(
                    HttpStatus.NOT_FOUND, "An order's number is a whole number from 1 to " + OrderNumber.LARGEST + ".")
            .code("no_order_number");
    private static final Problem NOT_JSON =
            Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body of a request is application/json.");
    private static final Problem MISMATCH = Problem.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "This Idempotency-Key was used for a request with other parameters; nothing was done.")
            .code("idempotency_mismatch");
    private static final Problem AWAY = Problem.later(
                    "The request could not be taken; send it again with the same Idempotency-Key.")
            .code("not_taken");

    private final IdempotentRequests once;
    private final RequestParser parser;
    private final ShopperActions actions;
    private final Deadlines deadlines;
    private final MeterRegistry meters;
    private final String store;

    /** @param deadlines for what is fetched from the gateway for a response */
    RequestController(
            IdempotentRequests once,
            RequestParser parser,
            ShopperActions actions,
            Deadlines deadlines,
            MeterRegistry meters,
            String store) {
        this.once = once;
        this.parser = parser;
        this.actions = actions;
        this.deadlines = deadlines;
        this.meters = meters;
        this.store = store;
    }

    /**
     * A request and its order.
     *
     * @param link the page on which an absent shopper may authenticate, as the caller named it
     */
    private record ParsedRequest(long order, Request request, Optional<String> link) {
        ParsedRequest(long order, Request request) {
            this(order, request, Optional.empty());
        }
    }

    private interface Reader {
        ParsedRequest read(JsonFields form) throws InvalidRequest;
    }

    @PostMapping("/payments")
    ResponseEntity<byte[]> pay(HttpServletRequest http) throws IOException {
        return take("pay", http, RequestParser.PAY, form -> {
            RequestOrigin from = RequestOrigin.of(http, form);
            long order = JsonFields.required("order", form.whole("order", 1, OrderNumber.LARGEST));
            return new ParsedRequest(order, parser.pay(form, from), RequestParser.link(form));
        });
    }

    @PostMapping({"/payments/{order}/capture", "/operations/{order}/capture"})
    ResponseEntity<byte[]> capture(@PathVariable("order") String number, HttpServletRequest http) throws IOException {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty()
                ? NO_SUCH_ORDER.entity()
                : take(
                        "capture",
                        http,
                        RequestParser.CAPTURE,
                        form -> new ParsedRequest(order.get(), parser.capture(form, RequestOrigin.of(http, form))));
    }

    @PostMapping({"/payments/{order}/cancel", "/operations/{order}/cancel"})
    ResponseEntity<byte[]> cancel(@PathVariable("order") String number, HttpServletRequest http) throws IOException {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty()
                ? NO_SUCH_ORDER.entity()
                : take(
                        "cancel",
                        http,
                        RequestParser.CANCEL,
                        form -> new ParsedRequest(order.get(), parser.cancel(RequestOrigin.of(http, form))));
    }

    @PostMapping({"/payments/{order}/refunds", "/operations/{order}/refunds"})
    ResponseEntity<byte[]> refund(@PathVariable("order") String number, HttpServletRequest http) throws IOException {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty()
                ? NO_SUCH_ORDER.entity()
                : take(
                        "refund",
                        http,
                        RequestParser.REFUND,
                        form -> new ParsedRequest(order.get(), parser.refund(form, RequestOrigin.of(http, form))));
    }

    /** Needs no key, as it changes nothing: its answer is the state when it was made. */
    @PostMapping("/payments/{order}/refresh")
    ResponseEntity<byte[]> refresh(@PathVariable("order") String number, HttpServletRequest http) throws IOException {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty()
                ? NO_SUCH_ORDER.entity()
                : take(
                        "refresh",
                        http,
                        RequestParser.REFRESH,
                        form -> new ParsedRequest(order.get(), parser.refresh(form, RequestOrigin.withoutKey(http))));
    }

    /** Refreshes an order for the operators' page. Returns empty where Temporal does not answer. */
    Optional<PaymentResult> refresh(long number, String caller) {
        Request.Refresh refresh = parser.refresh(RequestOrigin.withoutKey(caller));
        Result result = once.now(new OrderId(store, number), refresh, parser.gateway(refresh));
        count("refresh", result instanceof Result.Unavailable ? "unavailable" : "answered");
        return result instanceof Result.Answered(var payment, var _) ? Optional.of(payment) : Optional.empty();
    }

    /** Asks for the operators' page. Returns empty where Temporal does not answer. */
    Optional<PaymentResult> ask(long number, Request request) {
        OrderId order = new OrderId(store, number);
        return switch (once.result(order, request, parser.gateway(request))) {
            case Result.Answered(var payment, var replayed) -> {
                answered("page", order, replayed ? "replayed" : payment.word());
                yield Optional.of(payment);
            }
            case Result.Mismatch() -> Optional.of(PaymentResult.refused("idempotency_mismatch"));
            case Result.Unavailable _ -> {
                count("page", "unavailable");
                yield Optional.empty();
            }
        };
    }

    private ResponseEntity<byte[]> take(String kind, HttpServletRequest http, List<String> fields, Reader reader)
            throws IOException {
        return switch (RequestBody.of(http)) {
            case RequestBody.Refused(var problem) -> refused(kind, problem);
            case RequestBody.Whole(var bytes) when bytes.length > 0 && !isJson(http) -> refused(kind, NOT_JSON);
            case RequestBody.Whole(var bytes) -> {
                ParsedRequest parsed;
                try {
                    parsed = reader.read(JsonFields.of(bytes, known(http, fields)));
                } catch (InvalidRequest invalid) {
                    yield refused(kind, invalid.problem());
                }
                yield reply(kind, parsed);
            }
        };
    }

    /** Returns the fields that there may be: an operator also gives the reason. */
    private static List<String> known(HttpServletRequest http, List<String> fields) {
        return RequestOrigin.isOperators(http)
                ? Stream.concat(fields.stream(), Stream.of(RequestOrigin.WHY)).toList()
                : fields;
    }

    private ResponseEntity<byte[]> reply(String kind, ParsedRequest parsed) {
        OrderId order = new OrderId(store, parsed.order());
        String gateway = parser.gateway(parsed.request());
        Result result = parsed.request() instanceof Request.Refresh refresh
                ? once.now(order, refresh, gateway)
                : once.result(order, parsed.request(), gateway);
        return switch (result) {
            case Result.Answered(var payment, var replayed) -> {
                answered(kind, order, replayed ? "replayed" : payment.word());
                yield PaymentResponse.of(payment, order.number(), action(payment, parsed.link()), replayed);
            }
            case Result.Mismatch() -> {
                answered(kind, order, "mismatch");
                yield MISMATCH.entity();
            }
            case Result.Unavailable(var why) -> {
                LOG.atWarn()
                        .addKeyValue("order", order.workflowId())
                        .log("A request ({}) was not taken: {}. The caller got 503 and may send it again", kind, why);
                count(kind, "unavailable");
                yield AWAY.entity();
            }
        };
    }

    /** Returns what the shopper needs; one who is away gets the caller's own page, since no browser is here. */
    private Optional<Action> action(PaymentResult result, Optional<String> link) {
        Optional<Action> fetched = action(result);
        return link.filter(_ -> result instanceof PaymentResult.Action)
                .map(page -> new Action(
                        fetched.flatMap(Action::redirectUrl).or(() -> Optional.of(page)),
                        fetched.flatMap(Action::clientSecret)))
                .or(() -> fetched);
    }

    /** Fetches what the shopper needs. Without it the response is still right, and the same request fetches it again. */
    private Optional<Action> action(PaymentResult result) {
        PaymentResult.Reference of = result.of();
        if (!(result instanceof PaymentResult.Action)) {
            return Optional.empty();
        }
        try {
            return deadlines.result(ApiLimits.ACTION_WITHIN, () -> actions.of(of.gateway(), of.payment()));
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("payment", of.payment())
                    .log(
                            "A shopper's next action cannot be fetched: {}; the shopper asks again",
                            LoggedFailure.why(away));
            return Optional.empty();
        }
    }

    private static boolean isJson(HttpServletRequest http) {
        try {
            String type = http.getContentType();
            return type != null && MediaType.APPLICATION_JSON.isCompatibleWith(MediaType.parseMediaType(type));
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    private ResponseEntity<byte[]> refused(String kind, Problem problem) {
        count(kind, "rejected");
        return problem.entity();
    }

    private void answered(String kind, OrderId order, String outcome) {
        LOG.atInfo().addKeyValue("order", order.workflowId()).log("A request ({}) is answered: {}", kind, outcome);
        count(kind, outcome);
    }

    private void count(String kind, String outcome) {
        meters.counter("payonce.requests", "kind", kind, "outcome", outcome).increment();
    }
}
