package dev.payonce.api.webhook;

import dev.payonce.api.access.Refusals;
import dev.payonce.api.http.Problem;
import dev.payonce.api.http.RequestBody;
import dev.payonce.api.webhook.CallbackMetrics.Outcome;
import dev.payonce.api.webhook.WebhookService.Taken;
import dev.payonce.gateway.Webhook.Received.Cause;
import dev.payonce.gateway.Webhook.Received.Reason;
import dev.payonce.order.OrderId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The controller of gateways' callbacks; {@link WebhookService} takes them over. */
@RestController
public final class WebhookController {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookController.class);

    private static final Problem NO_SUCH_ACCOUNT = Problem.of(
                    HttpStatus.NOT_FOUND, "No gateway account has this name; PAYONCE_GATEWAYS has the names.")
            .code("account_unknown");

    /** An answer, and what it counts as. */
    private record Reply(Outcome outcome, ResponseEntity<byte[]> http) {

        static Reply kept(Outcome outcome) {
            return new Reply(
                    outcome,
                    ResponseEntity.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .body("{\"received\":true}".getBytes(StandardCharsets.US_ASCII)));
        }

        static Reply rejected(Problem problem) {
            return new Reply(Outcome.REJECTED, problem.entity());
        }
    }

    private final WebhookService intake;
    private final CallbackMetrics callbacks;
    private final Refusals refusals;

    public WebhookController(WebhookService intake, CallbackMetrics callbacks, Refusals refusals) {
        this.intake = intake;
        this.callbacks = callbacks;
        this.refusals = refusals;
    }

    @PostMapping("/webhooks/{account}")
    public ResponseEntity<byte[]> receive(@PathVariable("account") String account, HttpServletRequest request)
            throws IOException {
        if (!intake.knows(account)) {
            return NO_SUCH_ACCOUNT.entity();
        }
        long from = System.nanoTime();
        Reply reply = switch (RequestBody.of(request)) {
            case RequestBody.Whole(var bytes) ->
                reply(
                        account,
                        intake.take(account, bytes, name -> Optional.ofNullable(request.getHeader(name))),
                        request.getRemoteAddr());
            case RequestBody.Refused(var problem) -> Reply.rejected(problem);
        };
        callbacks.count(account, reply.outcome(), Duration.ofNanos(System.nanoTime() - from));
        return reply.http();
    }

    private Reply reply(String account, Taken taken, String source) {
        return switch (taken) {
            case Taken.Durable(var event, var order) -> {
                LOG.atInfo()
                        .addKeyValue("eventId", event)
                        .addKeyValue("order", order.map(OrderId::workflowId).orElse("unknown"))
                        .log("A callback of {} is durable", account);
                yield Reply.kept(order.isPresent() ? Outcome.ACCEPTED : Outcome.UNMATCHED);
            }
            case Taken.Duplicate(var event) -> {
                LOG.atDebug().addKeyValue("eventId", event).log("A callback of {} is a duplicate", account);
                yield Reply.kept(Outcome.DUPLICATE);
            }
            case Taken.Ignored(var event, var cause) -> {
                LOG.atLevel(cause == Cause.TYPE ? Level.DEBUG : Level.INFO)
                        .addKeyValue("eventId", event)
                        .log("A callback of {} is nothing for us by its {}", account, cause);
                callbacks.ignored(account, cause);
                yield Reply.kept(Outcome.IGNORED);
            }
            case Taken.Refused(var reason) -> {
                refusals.record(reason.name().toLowerCase(Locale.ROOT), source);
                yield Reply.rejected(refused(reason));
            }
            case Taken.Unavailable(var event, var why) -> {
                LOG.atWarn()
                        .addKeyValue("eventId", event)
                        .log(
                                "A callback of {} is not durable: {}. It got 503, and the gateway sends it again",
                                account,
                                why);
                yield new Reply(
                        Outcome.UNAVAILABLE,
                        Problem.later("The callback could not be kept; send it again.")
                                .code("not_durable")
                                .entity());
            }
            case Taken.NoSuchAccount() -> Reply.rejected(NO_SUCH_ACCOUNT);
        };
    }

    private static Problem refused(Reason reason) {
        return switch (reason) {
            case BAD_SIGNATURE ->
                Problem.of(
                                HttpStatus.UNAUTHORIZED,
                                "The signature is missing or does not fit the body; compare the webhook's secret with the gateway's.")
                        .code("signature_invalid");
            case STALE ->
                Problem.of(
                                HttpStatus.UNAUTHORIZED,
                                "The signature's time is more than 300 s from now; compare both clocks.")
                        .code("signature_stale");
        };
    }
}
