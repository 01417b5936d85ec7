package dev.payonce.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.serviceclient.MetricsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check that the rules for Prometheus, the runbook and the code name the same alarms and metrics. */
class AlertsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern ALERT = Pattern.compile("(?m)^ {6}- alert: (\\w+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(Payonce\\w+)` \\|");
    private static final Pattern USED = Pattern.compile("\\b(payonce_\\w+)");
    private static final Pattern OF_TEMPORAL = Pattern.compile("\\b(temporal_\\w+)");
    private static final Pattern GAUGE =
            Pattern.compile("NUM_POLLERS|.*_SLOTS_.*|STICKY_CACHE_SIZE|.*_THREAD_COUNT|RESOURCE_.*");
    private static final Pattern MADE = Pattern.compile("\"(payonce\\.[a-z.]+)\"");

    private static String rules() throws IOException {
        return Files.readString(ROOT.resolve("deploy/prometheus/alerts.yml"));
    }

    private static String dashboards() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("deploy/grafana/dashboards"))) {
            return files.map(AlertsTest::text).collect(Collectors.joining("\n"));
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    @Test
    void eachAlarmHasItsRowInTheRunbookAndEachRowItsAlarm() throws IOException {
        List<String> alarms = found(ALERT, rules());

        assertThat(alarms).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        assertThat(found(ROW, Files.readString(ROOT.resolve("docs/operations.md"))))
                .containsExactlyInAnyOrderElementsOf(alarms);
    }

    /** A metric that was renamed would silence its alarm. */
    @Test
    void eachAlarmAndEachDashboardReadsAMetricThatTheCodeMakes() throws IOException {
        Set<String> made = Stream.of("activities", "worker", "api")
                .flatMap(module -> sources(ROOT.resolve(module).resolve("src/main")))
                .flatMap(source -> found(MADE, source).stream())
                .map(name -> name.replace('.', '_'))
                .flatMap(name -> Stream.of(
                        name, name + "_age", name + "_total", name + "_seconds_bucket", name + "_seconds_count"))
                .collect(Collectors.toSet());

        assertThat(new TreeSet<>(found(USED, rules() + dashboards())))
                .hasSizeGreaterThan(20)
                .isSubsetOf(made);
    }

    /** The names are those of the client's own constants. Its gauges have no {@code _total}. */
    @Test
    void eachAlarmOfTemporalAndEachDashboardReadsAMetricThatItsClientReports() throws Exception {
        Set<String> reported = new TreeSet<>();
        for (Class<?> names : List.of(MetricsType.class, io.temporal.worker.MetricsType.class)) {
            for (Field constant : names.getFields()) {
                String name = (String) constant.get(null);
                boolean gauge = GAUGE.matcher(constant.getName()).matches();
                reported.addAll(gauge ? List.of(name) : List.of(name + "_total", name + "_seconds_bucket"));
            }
        }
        String rules = Files.readString(ROOT.resolve("deploy/prometheus/temporal.yml"));

        assertThat(new TreeSet<>(found(OF_TEMPORAL, rules + dashboards())))
                .hasSizeGreaterThan(10)
                .isSubsetOf(reported);
    }

    private static Stream<String> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(AlertsTest::text).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
