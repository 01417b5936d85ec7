package dev.payonce.api.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** The command that counts what needs a person, by kind, with the age of the oldest. */
@Command(
        name = "status",
        description =
                "Counts what needs a person. Exits with 4 if anything does, and with 3 if a part could not be counted.")
final class StatusCommand implements Callable<Integer> {

    private static final List<String> KINDS = List.of("review", "proposal", "stalled", "unassigned", "effect");

    private final ApiClient api;
    private final Screen screen;

    StatusCommand(ApiClient api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws ApiClient.Failed {
        List<List<String>> rows = new ArrayList<>();
        int sum = 0;
        boolean complete = true;
        for (String kind : KINDS) {
            JsonNode page = api.get("/operations?kind=" + kind).orFail();
            complete = screen.completes(page) && complete;
            int count = page.path("count").asInt();
            sum += count;
            rows.add(List.of(kind, count + (page.path("whole").asBoolean(true) ? "" : "+"), oldest(page)));
        }
        screen.show(new Screen.Table(List.of("kind", "count", "oldest"), rows));
        if (!complete) {
            return CommandLineTool.AWAY;
        }
        return sum == 0 ? CommandLineTool.DONE : CommandLineTool.NEEDED;
    }

    private static String oldest(JsonNode page) {
        String since = page.path("rows").path(0).path("since").asString("");
        return since.isEmpty() ? "" : age(Duration.between(Instant.parse(since), Instant.now()));
    }

    static String age(Duration age) {
        return age.toHours() < 1
                ? age.toMinutes() + " min"
                : age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " d";
    }
}
