package dev.payonce.api.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command that decides a review. The actor is the token's name. */
@Command(name = "decide", description = "Decides a review. show ORDER names its actions.")
final class DecideCommand implements Callable<Integer> {

    private final ApiClient api;
    private final Screen screen;

    @Parameters(paramLabel = "ORDER", description = "the order's number")
    private long order;

    @Option(names = "--review", required = true, description = "the review's number")
    private int review;

    @Option(
            names = "--action",
            required = true,
            description = "refresh, acceptPaid, refundDuplicate, giveUp, retryEffects or dismiss")
    private String action = "";

    @Option(names = "--payment", description = "for acceptPaid and refundDuplicate")
    private String payment = "";

    @Option(names = "--operation", description = "for giveUp")
    private int operation;

    @Option(names = "--why", required = true, description = "stays on record with the token's name")
    private String why = "";

    DecideCommand(ApiClient api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws ApiClient.Failed {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("review", review, "action", action, "why", why));
        if (!payment.isEmpty()) {
            body.put("payment", payment);
        }
        if (operation > 0) {
            body.put("operation", operation);
        }
        ApiClient.Answer answer = api.post("/operations/" + order + "/decisions", body);
        JsonNode result = answer.body();
        if (!result.has("result")) {
            answer.orFail();
        }
        if (screen.json()) {
            screen.show(result);
        } else {
            screen.say(words(result));
        }
        return switch (result.path("result").asString("")) {
            case "applied" -> CommandLineTool.DONE;
            case "proposed", "kept" -> CommandLineTool.NOT_YET;
            default -> CommandLineTool.REFUSED;
        };
    }

    private static String words(JsonNode result) {
        return switch (result.path("result").asString("")) {
            case "applied" -> "Done: the decision is recorded.";
            case "proposed" ->
                "Proposed: nothing was done. A second operator has to send the same decision by %s."
                        .formatted(result.path("until").asString(""));
            case "kept" -> "Kept: it takes effect once the gateway and the store answer.";
            case "noEffect" -> "Recorded, without effect: the facts have changed, and the review stays open.";
            case "alreadyDecided" ->
                "Not taken: %s decided this review at %s."
                        .formatted(
                                result.path("who").asString(""),
                                result.path("at").asString(""));
            case "notOpen" -> "Not taken: no such review is open.";
            default -> "Not taken: the review does not offer this action. Its actions are in: payonce show ORDER";
        };
    }
}
