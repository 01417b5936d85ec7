package dev.payonce.api.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
            List.of("kind", "order", "code", "review", "gateway", "payment", "amount", "waits", "says");

    private final ApiClient api;
    private final Screen screen;

    @Mixin
    private Filter filter = new Filter();

    @Option(
            names = "--page",
            description = "100 rows each, counted from 1; a table begins with 1, and csv and json have all")
    private int page;

    ListCommand(ApiClient api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws ApiClient.Failed {
        List<List<String>> rows = new ArrayList<>();
        boolean complete = true;
        int next = Math.max(page, 1);
        do {
            JsonNode list = api.get(filter.address(next)).orFail();
            complete = screen.completes(list) && complete;
            list.path("rows").valueStream().map(ListCommand::row).forEach(rows::add);
            next = list.path("next").asInt(0);
        } while (next > 0 && page == 0 && !screen.isTable());
        screen.show(new Screen.Table(NAMES, rows));
        if (next > 0) {
            screen.notice("More rows follow: --page " + next);
        }
        return complete ? CommandLineTool.DONE : CommandLineTool.AWAY;
    }

    private static List<String> row(JsonNode row) {
        String since = row.path("since").asString("");
        return List.of(
                row.path("kind").asString(""),
                row.path("order").asString(row.path("run").asString("")),
                row.path("code").asString(""),
                row.path("review").asString(""),
                row.path("gateway").asString(""),
                row.path("payment").asString(""),
                row.path("amount").asString(""),
                since.isEmpty() ? "" : StatusCommand.age(Duration.between(Instant.parse(since), Instant.now())),
                row.path("says").asString(""));
    }
}
