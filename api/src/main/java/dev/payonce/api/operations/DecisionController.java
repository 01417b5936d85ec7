package dev.payonce.api.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.api.access.TokenFilter;
import dev.payonce.api.history.PaymentController;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.http.Problem;
import dev.payonce.api.http.RequestBody;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.order.OrderId;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.workflow.PayloadConverter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The controller of operators' decisions. The actor is the name of the credential, whatever a body says; the reason is
 * mandatory. Both stay in the ledger.
 */
@RestController
public final class DecisionController {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionController.class);
    private static final List<String> FIELDS = List.of("review", "action", "payment", "operation", "why");
    private static final int LONGEST_WHY = 1_000;
    private static final int LONGEST_ID = 255;
    private static final Problem AWAY = Problem.later(
                    "The decision could not be taken; send it again after Retry-After. It counts once.")
            .code("not_taken");

    /** The way of a decision to the order's run; it throws while Temporal is away. */
    public interface Decisions {
        DecisionResult decide(OrderId order, ReviewDecision decision);
    }

    private final Decisions decisions;
    private final PaymentHistory timelines;
    private final String store;

    public DecisionController(Decisions decisions, PaymentHistory timelines, String store) {
        this.decisions = decisions;
        this.timelines = timelines;
        this.store = store;
    }

    @PostMapping("/operations/{order}/decisions")
    public ResponseEntity<byte[]> decide(@PathVariable("order") String number, HttpServletRequest http) {
        return switch (RequestBody.of(http)) {
            case RequestBody.Refused(var problem) -> problem.entity();
            case RequestBody.Whole(var bytes) -> {
                try {
                    ReviewDecision decision = decision(JsonFields.of(bytes, FIELDS), caller(http));
                    yield OrderNumber.of(number)
                            .map(known -> decided(new OrderId(store, known), decision))
                            .orElseGet(PaymentController.UNKNOWN::entity);
                } catch (InvalidRequest invalid) {
                    yield invalid.problem().entity();
                }
            }
        };
    }

    private static String caller(HttpServletRequest http) {
        return String.valueOf(http.getAttribute(TokenFilter.CALLER));
    }

    private static ReviewDecision decision(JsonFields body, String who) throws InvalidRequest {
        return new ReviewDecision(
                JsonFields.required("review", body.whole("review", 1, Integer.MAX_VALUE))
                        .intValue(),
                action(body),
                who,
                JsonFields.required("why", body.text("why", DecisionController::isReason, "has 1 to 1000 characters")));
    }

    private static boolean isReason(String why) {
        return !why.isBlank() && why.length() <= LONGEST_WHY;
    }

    private static ReviewAction action(JsonFields body) throws InvalidRequest {
        Optional<String> payment =
                body.text("payment", id -> !id.isBlank() && id.length() <= LONGEST_ID, "is a payment's id");
        Optional<Long> operation = body.whole("operation", 1, Integer.MAX_VALUE);
        String name = JsonFields.required("action", body.text("action", word -> !word.isEmpty(), "names an action"));
        return switch (name) {
            case "refresh" -> new ReviewAction.Refresh();
            case "acceptPaid" -> new ReviewAction.AcceptPaid(JsonFields.required("payment", payment));
            case "refundDuplicate" -> new ReviewAction.RefundDuplicate(JsonFields.required("payment", payment));
            case "giveUp" ->
                new ReviewAction.GiveUp(
                        JsonFields.required("operation", operation).intValue());
            case "retryEffects" -> new ReviewAction.RetryEffects();
            case "dismiss" -> new ReviewAction.Dismiss();
            default ->
                throw new InvalidRequest(
                        "action", "is one of refresh, acceptPaid, refundDuplicate, giveUp, retryEffects, dismiss");
        };
    }

    /** Starts no run for an order of which nothing is known. */
    private ResponseEntity<byte[]> decided(OrderId order, ReviewDecision decision) {
        try {
            if (timelines.of(order).isEmpty()) {
                return PaymentController.UNKNOWN.entity();
            }
            DecisionResult result = decisions.decide(order, decision);
            LOG.atInfo()
                    .addKeyValue("order", order.workflowId())
                    .addKeyValue("review", decision.review())
                    .log("A decision was taken: {}", result.getClass().getSimpleName());
            return ResponseEntity.status(status(result))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(json(result));
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("order", order.workflowId())
                    .log(
                            "A decision was not taken: {}. The caller got 503 and may send it again",
                            LoggedFailure.why(away));
            return AWAY.entity();
        }
    }

    private static HttpStatus status(DecisionResult result) {
        return switch (result) {
            case DecisionResult.Applied _, DecisionResult.NoEffect _ -> HttpStatus.OK;
            case DecisionResult.Kept _ -> HttpStatus.ACCEPTED;
            case DecisionResult.AlreadyDecided _, DecisionResult.NotOpen _, DecisionResult.NotOffered _ ->
                HttpStatus.CONFLICT;
        };
    }

    private static byte[] json(DecisionResult result) {
        try {
            return PayloadConverter.JSON.writerFor(DecisionResult.class).writeValueAsBytes(result);
        } catch (JsonProcessingException everyResultCanBeWritten) {
            throw new IllegalStateException(everyResultCanBeWritten);
        }
    }
}
