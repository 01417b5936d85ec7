package dev.payonce.api.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command that shows one order's payment. */
@Command(name = "show", description = "Shows an order's payment: its state, its reviews, its steps.")
final class ShowCommand implements Callable<Integer> {

    private final ApiClient api;
    private final Screen screen;

    @Parameters(paramLabel = "ORDER", description = "the order's number")
    private long order;

    ShowCommand(ApiClient api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws ApiClient.Failed {
        JsonNode payment = api.get("/payments/" + order).orFail();
        if (screen.json()) {
            screen.show(payment);
            return CommandLineTool.DONE;
        }
        screen.notice("Order " + order + ": " + payment.path("status").asString("")
                + payment.path("amount").path("text").asString("").transform(text -> text.isEmpty() ? "" : ", " + text)
                + payment.path("payment").asString("").transform(id -> id.isEmpty() ? "" : ", " + id));
        standstill(payment.path("stalled"), "Stalled");
        payment.path("reviews")
                .valueStream()
                .forEach(review ->
                        standstill(review, "Review " + review.path("review").asInt()));
        screen.show(new Screen.Table(
                List.of("at", "by", "says"),
                payment.path("timeline")
                        .valueStream()
                        .map(step -> List.of(
                                step.path("at").asString(""),
                                step.path("by").asString(""),
                                step.path("says").asString("")))
                        .toList()));
        return CommandLineTool.DONE;
    }

    private void standstill(JsonNode stop, String name) {
        if (stop.isMissingNode()) {
            return;
        }
        screen.notice(name + " (" + stop.path("code").asString("") + ") since "
                + stop.path("since").asString("an unknown time"));
        stop.path("says").valueStream().forEach(line -> screen.notice("  " + line.asString("")));
        screen.notice("  By itself: " + stop.path("next").asString(""));
        stop.path("actions").valueStream().forEach(action -> screen.notice("  Action: " + action.asString("")));
    }
}
