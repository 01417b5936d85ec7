package dev.payonce.api.operations;

import dev.payonce.api.access.TokenFilter;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.RequestBody;
import dev.payonce.mysql.ledger.HandledPayment.Result;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The controller that marks money without an order as handled outside of Payonce. */
@RestController
public final class HandledController {

    private final HandledMoney money;

    public HandledController(HandledMoney money) {
        this.money = money;
    }

    @PostMapping("/operations/handled")
    public ResponseEntity<byte[]> handled(HttpServletRequest http) {
        return switch (RequestBody.of(http)) {
            case RequestBody.Refused(var problem) -> problem.entity();
            case RequestBody.Whole(var bytes) -> {
                try {
                    yield money.handle(HandledMoney.parse(
                                    JsonFields.of(bytes, HandledMoney.FIELDS),
                                    String.valueOf(http.getAttribute(TokenFilter.CALLER))))
                            .map(HandledController::answer)
                            .orElseGet(DecisionController.AWAY::entity);
                } catch (InvalidRequest invalid) {
                    yield invalid.problem().entity();
                }
            }
        };
    }

    private static ResponseEntity<byte[]> answer(Result result) {
        Map<String, String> body = new LinkedHashMap<>();
        switch (result) {
            case Result.Recorded() -> body.put("result", "recorded");
            case Result.AlreadyHandled(var who, var at) -> {
                body.put("result", "alreadyHandled");
                body.put("who", who);
                body.put("at", at.toString());
            }
            case Result.Changed() -> body.put("result", "changed");
        }
        return ResponseEntity.status(status(result))
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonMapper.shared().writeValueAsBytes(body));
    }

    /** Returns the status of a response about this result. */
    public static HttpStatus status(Result result) {
        return result instanceof Result.Recorded ? HttpStatus.OK : HttpStatus.CONFLICT;
    }
}
