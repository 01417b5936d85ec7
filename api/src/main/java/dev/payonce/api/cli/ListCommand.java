package dev.payonce.api.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The command that lists what needs a person. */
@Command(name = "list", description = "Lists what needs a person, oldest first.")
final class ListCommand implements Callable<Integer> {

    private static final List<String> NAMES =
            List.of("kind", "order", "code", "review", "payment", "amount", "waits", "says");

    private final ApiClient api;
    private final Screen screen;

    @Mixin
    private Filter filter = new Filter();

    @Option(names = "--page", description = "100 rows each, counted from 1", defaultValue = "1")
    private int page = 1;

    ListCommand(ApiClient api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws ApiClient.Failed {
        JsonNode list = api.get(filter.address(page)).orFail();
        if (!list.path("temporal").asBoolean(true)) {
            screen.notice("Temporal does not answer, so stalled payments are missing. Check Temporal.");
        }
        screen.show(new Screen.Table(
                NAMES, list.path("rows").valueStream().map(ListCommand::row).toList()));
        if (list.has("next")) {
            screen.notice("More rows follow: --page " + list.path("next").asInt());
        }
        return CommandLineTool.DONE;
    }

    private static List<String> row(JsonNode row) {
        String since = row.path("since").asString("");
        return List.of(
                row.path("kind").asString(""),
                row.path("order").asString(row.path("run").asString("")),
                row.path("code").asString(""),
                row.path("review").asString(""),
                row.path("payment").asString(""),
                row.path("amount").asString(""),
                since.isEmpty() ? "" : StatusCommand.age(Duration.between(Instant.parse(since), Instant.now())),
                row.path("says").asString(""));
    }
}
