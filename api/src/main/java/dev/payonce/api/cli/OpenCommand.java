package dev.payonce.api.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command that names the addresses of an order in each system, and opens the operators' page in a browser. */
@Command(
        name = "open",
        description = "Names an order's addresses: the operators' page and, by PAYONCE_LINK_ORDER, PAYONCE_LINK_RUN and"
                + " PAYONCE_LINK_PAYMENT, the shop, Temporal and the gateway's dashboard.")
final class OpenCommand implements Callable<Integer> {

    private static final String BROWSER = "xdg-open";

    private final Map<String, String> environment;
    private final ApiClient api;
    private final Screen screen;

    @Parameters(paramLabel = "ORDER", description = "the order's number")
    private long order;

    @Option(names = "--browse", description = "opens the page by the program that BROWSER names, or xdg-open")
    private boolean browse;

    OpenCommand(Map<String, String> environment, ApiClient api, Screen screen) {
        this.environment = Map.copyOf(environment);
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws ApiClient.Failed {
        String page = api.url() + "/operations/orders/" + order;
        JsonNode payment = api.get("/payments/" + order).orFail();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("page", page));
        link("PAYONCE_LINK_ORDER", "order", Long.toString(order), "shop", rows);
        String store = environment.getOrDefault("PAYONCE_STORE", "");
        link("PAYONCE_LINK_RUN", "run", (store.isEmpty() ? "" : store + "-") + order, "Temporal", rows);
        for (String id : payments(payment)) {
            link("PAYONCE_LINK_PAYMENT", "payment", id, id, rows);
        }
        screen.show(new Screen.Table(List.of("place", "address"), rows));
        return browse ? browse(page) : CommandLineTool.DONE;
    }

    /** Returns the gateway's ids of the order's payments; one without a payment has none. */
    private static Set<String> payments(JsonNode payment) {
        Set<String> ids = new TreeSet<>(payment.path("refunds")
                .valueStream()
                .map(refund -> refund.path("payment").asString(""))
                .toList());
        ids.add(payment.path("payment").asString(""));
        ids.remove("");
        return ids;
    }

    private void link(String setting, String name, String value, String place, List<List<String>> rows) {
        String form = environment.getOrDefault(setting, "");
        if (form.contains("{account}")) {
            screen.notice(setting + " has {account}, which this command does not know: the page has that link.");
        } else if (!form.isEmpty()) {
            rows.add(List.of(place, form.replace("{" + name + "}", URLEncoder.encode(value, StandardCharsets.UTF_8))));
        }
    }

    private int browse(String page) {
        String program = environment.getOrDefault("BROWSER", BROWSER);
        try {
            new ProcessBuilder(program, page)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return CommandLineTool.DONE;
        } catch (IOException missing) {
            screen.notice("The program " + program + " cannot be started: set BROWSER, or open the page's address.");
            return CommandLineTool.REFUSED;
        }
    }
}
