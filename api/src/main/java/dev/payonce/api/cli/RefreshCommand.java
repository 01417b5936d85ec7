package dev.payonce.api.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * The command that refreshes one order, or all that the filter lets pass. A refresh moves no money by itself, so one that is
 * repeated does no harm.
 */
@Command(name = "refresh", description = "Refreshes an order, or all orders of a filter.")
final class RefreshCommand implements Callable<Integer> {

    /** The refreshes under way at once: eight kept the rate only where each took less than half a second. The API takes 256. */
    private static final int AT_ONCE = 32;

    private static final int MOST_PAGES = 100;

    private static final String STALLED = "STALLED";

    /** The codes of answers where gateway or store have not answered, so that the order's state is not known. */
    private static final Set<String> UNKNOWN = Set.of("observing", "carrying_out", "busy", "stalled", "unavailable");

    private final ApiClient api;
    private final Screen screen;

    @Parameters(paramLabel = "ORDER", arity = "0..1", description = "the order's number")
    private long order;

    @Mixin
    private Filter filter = new Filter();

    @Option(names = "--dry-run", description = "lists the orders, and refreshes none")
    private boolean dry;

    @Option(names = "--rate", description = "the most refreshes that start in a second, 1 to 50", defaultValue = "20")
    private int rate = 20;

    RefreshCommand(ApiClient api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        if ((order == 0) == filter.none() || rate < 1 || rate > 50) {
            screen.notice("Name an order, or a filter such as --kind stalled; --rate is 1 to 50.");
            return CommandLineTool.WRONG;
        }
        List<Long> orders = order > 0 ? List.of(order) : orders();
        if (dry) {
            screen.show(new Screen.Table(
                    List.of("order"),
                    orders.stream()
                            .map(number -> List.of(Long.toString(number)))
                            .toList()));
            return CommandLineTool.DONE;
        }
        List<Refreshed> all = refreshed(orders);
        screen.show(new Screen.Table(
                List.of("order", "status"),
                all.stream()
                        .map(each -> List.of(Long.toString(each.order()), each.status()))
                        .toList()));
        return all.stream().mapToInt(Refreshed::code).max().orElse(CommandLineTool.DONE);
    }

    /** Returns each order once, as the list is now. */
    private List<Long> orders() throws ApiClient.Failed {
        TreeSet<Long> orders = new TreeSet<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            JsonNode list = api.get(filter.address(page)).orFail();
            list.path("rows")
                    .valueStream()
                    .map(row -> row.path("order").asLong(0))
                    .filter(number -> number > 0)
                    .forEach(orders::add);
            if (!list.has("next")) {
                break;
            }
        }
        return List.copyOf(orders);
    }

    /** A refreshed order: its state in a word, and the exit code that it stands for. */
    private record Refreshed(long order, String status, int code) {}

    private List<Refreshed> refreshed(List<Long> orders) throws Exception {
        AtomicInteger done = new AtomicInteger();
        List<Future<Refreshed>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Long each : orders) {
                results.add(threads.submit(() -> {
                    Refreshed row = refreshed(each);
                    if (orders.size() > 1) {
                        screen.progress(done.incrementAndGet(), orders.size());
                    }
                    return row;
                }));
                if (orders.size() > 1) {
                    Thread.sleep(1000L / rate);
                }
            }
        }
        List<Refreshed> rows = new ArrayList<>();
        for (Future<Refreshed> result : results) {
            rows.add(result.get());
        }
        return rows;
    }

    /** Refreshes the order, unless the filter asked for stalled ones and it has recovered meanwhile: that saves a lookup. */
    private Refreshed refreshed(long number) {
        try {
            if (filter.isOfStalled() && hasRecovered(number)) {
                return new Refreshed(number, "recovered", CommandLineTool.DONE);
            }
            ApiClient.Answer answer = api.post("/payments/" + number + "/refresh", Map.of());
            JsonNode word = answer.body().path("status");
            String status = word.isString() ? word.asString() : ""; // A problem has a number there.
            if (status.isEmpty()) {
                return new Refreshed(
                        number,
                        "failed: " + answer.status(),
                        answer.status() >= 500 ? CommandLineTool.AWAY : CommandLineTool.REFUSED);
            }
            String why = answer.body().path("code").asString("");
            return UNKNOWN.contains(why)
                    ? new Refreshed(number, status + " (" + why + ")", CommandLineTool.NOT_YET)
                    : new Refreshed(number, status, CommandLineTool.DONE);
        } catch (ApiClient.Failed failed) {
            return new Refreshed(number, "failed: " + failed.getMessage(), failed.code());
        }
    }

    private boolean hasRecovered(long number) throws ApiClient.Failed {
        ApiClient.Answer now = api.get("/payments/" + number);
        return now.status() == 200
                && !now.body().path("status").asString(STALLED).equals(STALLED);
    }
}
