package dev.payonce.api.cli;

import dev.payonce.api.http.CsvRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operator's screen: answers go to one stream, and notices and progress to the other. */
final class Screen {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();

    private final PrintWriter out;
    private final PrintWriter err;
    private final Supplier<Output> output;

    Screen(PrintWriter out, PrintWriter err, Supplier<Output> output) {
        this.out = out;
        this.err = err;
        this.output = output;
    }

    /** A table: the names of its columns, and its rows. */
    record Table(List<String> names, List<List<String>> rows) {}

    /** Shows a table; as JSON, each row is an object. */
    void show(Table table) {
        switch (output.get()) {
            case table -> plain(table);
            case csv ->
                Stream.concat(Stream.of(table.names()), table.rows().stream())
                        .forEach(row -> out.println(CsvRow.of(row.stream())));
            case json ->
                out.println(JSON.writeValueAsString(table.rows().stream()
                        .map(row -> IntStream.range(0, row.size())
                                .boxed()
                                .collect(Collectors.toMap(
                                        table.names()::get, row::get, (one, _) -> one, java.util.LinkedHashMap::new)))
                        .toList()));
        }
        out.flush();
    }

    /** Shows an answer of the API as it came. */
    void show(Object json) {
        out.println(JSON.writeValueAsString(json));
        out.flush();
    }

    void say(String line) {
        out.println(clean(line));
        out.flush();
    }

    void notice(String line) {
        err.println(clean(line));
        err.flush();
    }

    /** Draws the progress over the line before. */
    void progress(int done, int of) {
        int filled = of == 0 ? 30 : 30 * done / of;
        err.print("\r[" + "#".repeat(filled) + ".".repeat(30 - filled) + "] " + done + " of " + of
                + (done == of ? System.lineSeparator() : ""));
        err.flush();
    }

    /** Reports whether a page of the list has rows of each source, and says which ones are missing. */
    boolean completes(JsonNode list) {
        boolean temporal = list.path("temporal").asBoolean(true);
        boolean shop = list.path("shop").asBoolean(true);
        if (!temporal) {
            notice("Temporal does not answer, so stalled payments are missing. Check Temporal.");
        }
        if (!shop) {
            notice(
                    "The shop's tables do not answer, so amounts and overdue changes are missing. Check MySQL and its rights.");
        }
        return temporal && shop;
    }

    boolean isTable() {
        return output.get() == Output.table;
    }

    boolean json() {
        return output.get() == Output.json;
    }

    private void plain(Table table) {
        List<List<String>> all =
                Stream.concat(Stream.of(table.names()), table.rows().stream()).toList();
        List<Integer> widths = IntStream.range(0, table.names().size())
                .mapToObj(column -> all.stream()
                        .mapToInt(row -> clean(row.get(column)).length())
                        .max()
                        .orElse(0))
                .toList();
        all.forEach(row -> out.println(IntStream.range(0, row.size())
                .mapToObj(column -> padded(clean(row.get(column)), widths.get(column)))
                .collect(Collectors.joining("  "))
                .stripTrailing()));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Leaves out what could steer a terminal. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
