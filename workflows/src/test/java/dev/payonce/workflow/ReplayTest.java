package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run may be older than the worker that goes on with it. So the histories of every version are kept, and today's code has
 * to do in each what was done then ({@code docs/changing-workflows.md}).
 */
class ReplayTest {

    private static final Path RECORDED = Path.of("src/test/resources/histories");
    private static final TestWorkflowEnvironment TEMPORAL = environment();
    private static final Worker WORKER = worker();

    static TestWorkflowEnvironment environment() {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverter.converter())
                        .build())
                .build());
    }

    private static Worker worker() {
        Worker worker = TEMPORAL.newWorker(TaskQueues.payments(""), Payments.PATIENT);
        worker.registerWorkflowImplementationTypes(RecordedHistories.WORKFLOWS.toArray(Class<?>[]::new));
        return worker;
    }

    @AfterAll
    static void close() {
        TEMPORAL.close();
    }

    static List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.walk(RECORDED)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void todaysCodeGoesOnWithARunOfThatVersion(Path history) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(Files.readString(history)), WORKER);
    }

    @ParameterizedTest
    @EnumSource
    void everyTimelineIsRecorded(RecordedHistories timeline) throws IOException {
        assertThat(recorded()).anyMatch(file -> file.endsWith(name(timeline)));
    }

    @Test
    void codeThatTakesAnotherStepIsNoticed() throws IOException {
        String history = Files.readString(recorded().getFirst());
        assertThat(history).contains("Gateway.Find");
        String another = history.replace("Gateway.Find", "Gateway.Ask");

        assertThatThrownBy(() ->
                        WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(another), WORKER))
                .hasMessageContaining("Gateway.Find");
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "record", matches = "[0-9.]+")
    void record(RecordedHistories timeline) throws Exception {
        Path folder = Files.createDirectories(RECORDED.resolve(System.getProperty("record")));
        assumeThat(folder.resolve(name(timeline)))
                .as("a recorded history is never recorded again")
                .doesNotExist();
        try (Payments payments = new Payments()) {
            // A history does not show which process of which machine recorded it.
            String history =
                    timeline.play(payments).toJson(true).replaceAll("(\"identity\": )\"[^\"]*\"", "$1\"worker\"");
            Files.writeString(folder.resolve(name(timeline)), history + "\n");
        }
    }

    private static String name(RecordedHistories timeline) {
        return timeline.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
    }
}
