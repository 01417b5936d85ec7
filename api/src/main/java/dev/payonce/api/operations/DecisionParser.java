package dev.payonce.api.operations;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;
import java.util.Optional;

/** The parser that makes decisions of the callers' fields. */
public final class DecisionParser {

    /** The fields that there may be; none of them names the actor. */
    public static final List<String> FIELDS = List.of("review", "action", "payment", "operation", "why");

    public static final int LONGEST_WHY = 1_000;

    private static final int LONGEST_ID = 255;

    private DecisionParser() {}

    /** @param who the name of the credential */
    public static ReviewDecision decision(JsonFields body, String who) throws InvalidRequest {
        return new ReviewDecision(
                JsonFields.required("review", body.whole("review", 1, Integer.MAX_VALUE))
                        .intValue(),
                action(body),
                who,
                JsonFields.required("why", body.text("why", DecisionParser::isReason, "has 1 to 1000 characters")));
    }

    static boolean isReason(String why) {
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
}
