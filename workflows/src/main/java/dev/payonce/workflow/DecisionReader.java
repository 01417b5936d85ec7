package dev.payonce.workflow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import io.temporal.failure.ApplicationFailure;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The reader of operators' decisions, who often type them: each fault has a sentence of its own. */
final class DecisionReader {

    static final String MALFORMED = "decision-malformed";

    private static final int LONGEST_WHO = 100;
    private static final int LONGEST_WHY = 1000;
    private static final String ACTIONS = Arrays.stream(
                    ReviewAction.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::name)
            .collect(Collectors.joining(", "));

    private DecisionReader() {}

    /** Throws a sentence where the decision lacks something. */
    static ReviewDecision read(String json) {
        JsonNode decision = tree(json);
        require(decision.path("review").asInt() > 0, "The decision names no review. Name it by number: \"review\":1.");
        return new ReviewDecision(
                decision.path("review").asInt(),
                action(decision.path("action")),
                text(decision, "who", LONGEST_WHO, "Name who decides"),
                text(decision, "why", LONGEST_WHY, "Give the reason"));
    }

    private static ReviewAction action(JsonNode action) {
        try {
            ReviewAction read = PayloadConverter.JSON.treeToValue(action, ReviewAction.class);
            boolean named = switch (read) {
                case ReviewAction.AcceptPaid _, ReviewAction.RefundDuplicate _ ->
                    !action.path("payment").asText().isBlank();
                case ReviewAction.GiveUp(var operation) -> {
                    require(operation > 0, "The action names no operation. Name it by number: \"operation\":2.");
                    yield true;
                }
                case ReviewAction.Refresh _, ReviewAction.RetryEffects _, ReviewAction.Dismiss _ -> true;
                case null -> throw fault("The decision has no action. The actions are " + ACTIONS + ".");
            };
            require(named, "The action names no payment. Name it by its id: \"payment\":\"pi_1\".");
            return read;
        } catch (JsonProcessingException unknown) {
            throw fault("The action is unknown. The actions are " + ACTIONS + ".");
        }
    }

    private static String text(JsonNode decision, String field, int longest, String rule) {
        String text = decision.path(field).asText();
        require(
                !text.isBlank() && text.length() <= longest,
                "The field \"" + field + "\" is missing, or longer than " + longest + " characters. " + rule + ".");
        return text;
    }

    private static JsonNode tree(String json) {
        try {
            return PayloadConverter.JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw fault("The decision is no JSON object. Send one with review, action, who and why.");
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw fault(rule);
        }
    }

    private static ApplicationFailure fault(String sentence) {
        return refusal(sentence, MALFORMED);
    }

    /**
     * Returns the refusal of an update. It has no stack trace: the SDK would log one for each, and a flood brings many.
     *
     * @param sentence for the caller
     * @param type by which programs tell refusals apart
     */
    static ApplicationFailure refusal(String sentence, String type) {
        ApplicationFailure refusal = ApplicationFailure.newNonRetryableFailure(sentence, type);
        refusal.setStackTrace(new StackTraceElement[0]);
        return refusal;
    }
}
