package dev.payonce.sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.sandbox.installation.Installation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An order's manual review as the ledger has it, for the demo's report.
 *
 * @param lines the facts, a sentence each
 * @param actions the actions that an operator may decide
 */
record OpenReview(String reason, List<String> lines, List<String> actions) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the latest review of an order. */
    static OpenReview latest(Installation all, long order) {
        String body = all.store()
                .sql()
                .sql("SELECT body FROM payonce.payonce_ledger WHERE order_id = ? AND entry REGEXP '^review:[0-9]+$'"
                        + " ORDER BY seq DESC LIMIT 1")
                .param(order)
                .query(String.class)
                .single();
        try {
            JsonNode review = JSON.readTree(body).path("review");
            return new OpenReview(
                    review.path("reason").asText(),
                    stream(review.path("lines")).map(JsonNode::asText).toList(),
                    stream(review.path("actions"))
                            .map(action -> action.path("type").asText())
                            .toList());
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("The ledger's review of order " + order + " is not JSON", unreadable);
        }
    }

    /** Names the actions in words, each with the name that the update {@code decide} takes. */
    String choices() {
        return actions.stream()
                .sorted()
                .map(action -> switch (action) {
                    case "acceptPaid" -> "accept the payment (acceptPaid)";
                    case "refundDuplicate" -> "refund it (refundDuplicate)";
                    case "giveUp" -> "stop waiting for it (giveUp)";
                    case "retryEffects" -> "have the shop apply the effects again (retryEffects)";
                    case "refresh" -> "correct it at Stripe or in the store, then refresh (refresh)";
                    case "dismiss" -> "leave it as it is (dismiss)";
                    default -> action;
                })
                .collect(Collectors.joining("; "));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
