package dev.payonce.api;

import dev.payonce.api.Actions.Action;
import dev.payonce.api.Once.Result;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Answer;
import dev.payonce.payment.Request;
import dev.payonce.temporal.Deadlines;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Requests that move money, or look where it is: what HTTP makes of them is here, what they come to in {@link Once}. */
@RestController
final class RequestController {

    private static final Logger LOG = LoggerFactory.getLogger(RequestController.class);

    private static final Problem NO_SUCH_ORDER = Problem.of(
            HttpStatus.NOT_FOUND, "An order's number is a whole number from 1 to " + OrderNumber.LARGEST + ".");
    private static final Problem NOT_JSON =
            Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body of a request is application/json.");
    private static final Problem TOO_LARGE = Problem.of(
                    HttpStatus.CONTENT_TOO_LARGE, "A request is at most " + Limits.REQUEST + " bytes long.")
            .with(HttpHeaders.CONNECTION, "close");
    private static final Problem TOO_SLOW = Problem.of(HttpStatus.REQUEST_TIMEOUT, "The body did not arrive in time.")
            .with(HttpHeaders.CONNECTION, "close");
    private static final Problem MISMATCH = Problem.of(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "This Idempotency-Key was used for a request with other parameters; nothing was done.");
    private static final Problem AWAY =
            Problem.later("The request could not be taken; send it again with the same Idempotency-Key.");

    private final Once once;
    private final Wishes wishes;
    private final Actions actions;
    private final Deadlines deadlines;
    private final MeterRegistry meters;
    private final String store;

    /** @param deadlines for what is fetched from the gateway when an answer is told */
    RequestController(
            Once once, Wishes wishes, Actions actions, Deadlines deadlines, MeterRegistry meters, String store) {
        this.once = once;
        this.wishes = wishes;
        this.actions = actions;
        this.deadlines = deadlines;
        this.meters = meters;
        this.store = store;
    }

    /** What was asked for, of which order. */
    private record Wish(long order, Request request) {}

    private interface Reader {
        Wish read(Form form) throws Invalid;
    }

    @PostMapping("/payments")
    ResponseEntity<byte[]> pay(HttpServletRequest http) throws IOException {
        return take("pay", http, Wishes.PAY, form -> {
            String key = key(http);
            long order = Form.required("order", form.whole("order", 1, OrderNumber.LARGEST));
            return new Wish(order, wishes.pay(form, key));
        });
    }

    @PostMapping("/payments/{order}/capture")
    ResponseEntity<byte[]> capture(@PathVariable("order") String number, HttpServletRequest http) throws IOException {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty()
                ? NO_SUCH_ORDER.entity()
                : take("capture", http, Wishes.CAPTURE, form -> new Wish(order.get(), wishes.capture(form, key(http))));
    }

    @PostMapping("/payments/{order}/cancel")
    ResponseEntity<byte[]> cancel(@PathVariable("order") String number, HttpServletRequest http) throws IOException {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty()
                ? NO_SUCH_ORDER.entity()
                : take("cancel", http, Wishes.CANCEL, form -> new Wish(order.get(), wishes.cancel(key(http))));
    }

    @PostMapping("/payments/{order}/refunds")
    ResponseEntity<byte[]> refund(@PathVariable("order") String number, HttpServletRequest http) throws IOException {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty()
                ? NO_SUCH_ORDER.entity()
                : take("refund", http, Wishes.REFUND, form -> new Wish(order.get(), wishes.refund(form, key(http))));
    }

    /** Needs no key, as it changes nothing: its answer is the state when it was made. */
    @PostMapping("/payments/{order}/look")
    ResponseEntity<byte[]> look(@PathVariable("order") String number, HttpServletRequest http) throws IOException {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty()
                ? NO_SUCH_ORDER.entity()
                : take(
                        "look",
                        http,
                        Wishes.LOOK,
                        form -> new Wish(order.get(), wishes.look(form, "look-" + UUID.randomUUID())));
    }

    private ResponseEntity<byte[]> take(String kind, HttpServletRequest http, List<String> fields, Reader reader)
            throws IOException {
        return switch (Body.of(http, Limits.REQUEST)) {
            case Body.TooLarge() -> refused(kind, TOO_LARGE);
            case Body.TooSlow() -> refused(kind, TOO_SLOW);
            case Body.Whole(var bytes) when bytes.length > 0 && !isJson(http) -> refused(kind, NOT_JSON);
            case Body.Whole(var bytes) -> {
                Wish wish;
                try {
                    wish = reader.read(Form.of(bytes, fields));
                } catch (Invalid invalid) {
                    yield refused(kind, Problem.of(HttpStatus.BAD_REQUEST, invalid.detail()));
                }
                yield reply(kind, wish);
            }
        };
    }

    private ResponseEntity<byte[]> reply(String kind, Wish wish) {
        OrderId order = new OrderId(store, wish.order());
        String gateway = wishes.gateway(wish.request());
        Result result = wish.request() instanceof Request.Look look
                ? once.now(order, look, gateway)
                : once.answer(order, wish.request(), gateway);
        return switch (result) {
            case Result.Answered(var answer, var replayed) -> {
                told(kind, order, replayed ? "replayed" : answer.state().name().toLowerCase(Locale.ROOT));
                yield Reply.of(answer, order.number(), action(answer), replayed);
            }
            case Result.Late() -> {
                told(kind, order, "late");
                yield Reply.working(order.number());
            }
            case Result.Mismatch() -> {
                told(kind, order, "mismatch");
                yield MISMATCH.entity();
            }
            case Result.Away(var why) -> {
                LOG.atWarn()
                        .addKeyValue("order", order.workflowId())
                        .log("A request ({}) was not taken: {}", kind, why);
                count(kind, "unavailable");
                yield AWAY.entity();
            }
        };
    }

    /** Without it the shopper cannot go on now, but the answer is no less true, and may be asked for again. */
    private Optional<Action> action(Answer answer) {
        if (answer.state() != Answer.State.ACTION_REQUIRED) {
            return Optional.empty();
        }
        try {
            return deadlines.answer(Limits.ACTION_WITHIN, () -> actions.of(answer.gateway(), answer.payment()));
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("payment", answer.payment())
                    .log("What a shopper has to do cannot be told: {}", Failure.why(away));
            return Optional.empty();
        }
    }

    private static String key(HttpServletRequest http) throws Invalid {
        return Wishes.key(Collections.list(http.getHeaders("Idempotency-Key")));
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

    private void told(String kind, OrderId order, String outcome) {
        LOG.atInfo().addKeyValue("order", order.workflowId()).log("A request ({}) is answered: {}", kind, outcome);
        count(kind, outcome);
    }

    private void count(String kind, String outcome) {
        meters.counter("payonce.requests", "kind", kind, "outcome", outcome).increment();
    }
}
