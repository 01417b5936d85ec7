package dev.payonce.sandbox.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.sandbox.installation.Statements;
import dev.payonce.workflow.PayloadConverter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The table of a benchmark: a column for Payonce, one for each control, and Payonce's ratio to each.
 *
 * @param arms the names of the columns, Payonce first
 * @param rows the values of each row, by column
 */
record BenchTable(List<String> arms, Map<String, List<Double>> rows) {

    static BenchTable of(List<Arm> arms, List<List<Cost>> costs, Statements statements, int payments) {
        Map<String, List<Double>> rows = new LinkedHashMap<>();
        row(rows, "payments/s", costs, Cost::perSecond);
        row(rows, "CPU ms: Java", costs, Cost::java);
        row(rows, "CPU ms: worker", costs, Cost::worker);
        row(rows, "CPU ms: API", costs, Cost::api);
        row(rows, "CPU ms: Temporal", costs, Cost::temporal);
        row(rows, "CPU ms: MySQL", costs, Cost::mysql);
        row(rows, "CPU ms: Redis", costs, Cost::redis);
        List<Arm.History> histories = arms.stream().map(Arm::history).toList();
        rows.put(
                "history events",
                histories.stream().map(each -> (double) each.events()).toList());
        rows.put(
                "history bytes",
                histories.stream().map(each -> (double) each.bytes()).toList());
        rows.put("SQL statements", List.of((double) statements.all() / payments, 0.0, 0.0));
        rows.put("commits", List.of((double) statements.commits() / payments, 0.0, 0.0));
        return new BenchTable(arms.stream().map(Arm::name).toList(), rows);
    }

    private static void row(
            Map<String, List<Double>> rows, String name, List<List<Cost>> costs, ToDoubleFunction<Cost> part) {
        rows.put(name, costs.stream().map(each -> Cost.median(each, part)).toList());
    }

    private List<Double> ratios(List<Double> row) {
        List<Double> ratios = new ArrayList<>();
        row.stream().skip(1).forEach(control -> ratios.add(control == 0 ? Double.NaN : row.getFirst() / control));
        return ratios;
    }

    /** Returns the lines for a terminal; a ratio to nothing is left out. */
    String text() {
        StringBuilder text = new StringBuilder(line(
                "",
                arms.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
                arms.stream().skip(1).map(_ -> "ratio").toList()));
        rows.forEach((name, row) -> text.append(line(
                name,
                row.stream().map(BenchTable::number).toList(),
                ratios(row).stream()
                        .map(ratio -> ratio.isNaN() ? "" : number(ratio))
                        .toList())));
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 1_000 ? "%.0f" : "%.2f", value);
    }

    private static String line(String name, List<String> values, List<String> ratios) {
        return String.format(Locale.ROOT, "%-18s", name)
                + values.stream()
                        .map(value -> String.format(Locale.ROOT, "%22s", value))
                        .collect(Collectors.joining())
                + ratios.stream()
                        .map(value -> String.format(Locale.ROOT, "%9s", value))
                        .collect(Collectors.joining())
                + System.lineSeparator();
    }

    String json() throws JsonProcessingException {
        Map<String, Object> all = new LinkedHashMap<>();
        rows.forEach((name, row) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int arm = 0; arm < arms.size(); arm++) {
                values.put(arms.get(arm), row.get(arm));
            }
            List<Double> ratios = ratios(row);
            for (int control = 0; control < ratios.size(); control++) {
                if (!ratios.get(control).isNaN()) {
                    values.put("ratio to " + arms.get(control + 1), ratios.get(control));
                }
            }
            all.put(name, values);
        });
        return PayloadConverter.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }
}
