package dev.payonce.api.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.api.access.TokenFilter;
import dev.payonce.api.history.PaymentController;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.http.Problem;
import dev.payonce.api.http.RequestBody;
import dev.payonce.api.operations.DecisionTaker.Taken;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewDecision;
import dev.payonce.workflow.PayloadConverter;
import jakarta.servlet.http.HttpServletRequest;
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

    /** The refusal of a decision whose run cannot be reached. */
    public static final Problem AWAY = Problem.later(
                    "The decision could not be taken; send it again after Retry-After. It counts once.")
            .code("not_taken");

    private final DecisionTaker taker;

    public DecisionController(DecisionTaker taker) {
        this.taker = taker;
    }

    @PostMapping("/operations/{order}/decisions")
    public ResponseEntity<byte[]> decide(@PathVariable("order") String number, HttpServletRequest http) {
        return switch (RequestBody.of(http)) {
            case RequestBody.Refused(var problem) -> problem.entity();
            case RequestBody.Whole(var bytes) -> {
                try {
                    ReviewDecision decision = DecisionParser.decision(
                            JsonFields.of(bytes, DecisionParser.FIELDS),
                            String.valueOf(http.getAttribute(TokenFilter.CALLER)));
                    yield OrderNumber.of(number)
                            .map(known -> answer(taker.take(known, decision)))
                            .orElseGet(PaymentController.UNKNOWN::entity);
                } catch (InvalidRequest invalid) {
                    yield invalid.problem().entity();
                }
            }
        };
    }

    private static ResponseEntity<byte[]> answer(Taken taken) {
        return switch (taken) {
            case Taken.Unknown() -> PaymentController.UNKNOWN.entity();
            case Taken.Away() -> AWAY.entity();
            case Taken.Answered(var result) ->
                ResponseEntity.status(status(result))
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(json(result));
        };
    }

    /** Returns the status of a response about this result. */
    public static HttpStatus status(DecisionResult result) {
        return switch (result) {
            case DecisionResult.Applied _, DecisionResult.NoEffect _ -> HttpStatus.OK;
            case DecisionResult.Kept _, DecisionResult.Proposed _ -> HttpStatus.ACCEPTED;
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
