package dev.payonce.api.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command that asks for a round of the sweep now. It moves no money by itself. */
@Command(name = "sweep", description = "Begins a round of the sweep now: sweep now --why \"a webhook was lost\"")
final class SweepCommand implements Callable<Integer> {

    private final ApiClient api;
    private final Screen screen;

    @Parameters(paramLabel = "now", description = "the only word that it takes")
    private String when = "";

    @Option(names = "--why", required = true, description = "stays on record with the token's name")
    private String why = "";

    SweepCommand(ApiClient api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws ApiClient.Failed {
        if (!when.equals("now")) {
            screen.notice("It takes one word: payonce sweep now --why REASON");
            return CommandLineTool.WRONG;
        }
        JsonNode asked = api.post("/operations/sweep", Map.of("why", why)).orFail();
        if (screen.json()) {
            screen.show(asked);
        } else {
            String at = asked.path("at").asString("");
            screen.say(
                    asked.path("result").asString("").equals("started")
                            ? "A round began at " + at + ". It refreshes what is overdue, at most 20 orders a second."
                            : "A round was under way at " + at + ". Another one follows it at once.");
        }
        return CommandLineTool.DONE;
    }
}
