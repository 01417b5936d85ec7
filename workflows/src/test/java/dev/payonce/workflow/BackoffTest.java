package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The waits that five hundred runs draw after they stalled at the same moment. */
class BackoffTest {

    private static final int RUNS = 500;
    private static final int STALLS = 15;
    private static final TestWorkflowEnvironment TEMPORAL = TestWorkflowEnvironment.newInstance();

    private static List<long[]> drawn = List.of();

    /** A workflow that draws random numbers, since these are a run's own. */
    @WorkflowInterface
    public interface Drawing {
        @WorkflowMethod
        long[] draw();
    }

    public static final class DrawingImpl implements Drawing {
        @Override
        public long[] draw() {
            return IntStream.range(0, STALLS)
                    .mapToLong(stalls -> Backoff.stalled(stalls, Duration.ZERO).toMillis())
                    .toArray();
        }
    }

    @BeforeAll
    static void draw() {
        Worker worker = TEMPORAL.newWorker("draws");
        worker.registerWorkflowImplementationTypes(DrawingImpl.class);
        TEMPORAL.start();
        WorkflowOptions options =
                WorkflowOptions.newBuilder().setTaskQueue("draws").build();
        WorkflowClient client = TEMPORAL.getWorkflowClient();
        List<WorkflowStub> runs = IntStream.range(0, RUNS)
                .mapToObj(each -> client.newUntypedWorkflowStub("Drawing", options))
                .toList();
        runs.forEach(WorkflowStub::start);
        drawn = runs.stream().map(run -> run.getResult(long[].class)).toList();
    }

    @AfterAll
    static void close() {
        TEMPORAL.close();
    }

    private static List<Long> after(int stalls) {
        return drawn.stream().map(run -> run[stalls]).toList();
    }

    @Test
    void intervalsGrowAndNoneIsLongerThanAnHour() {
        for (int stalls = 1; stalls < STALLS; stalls++) {
            assertThat(Collections.min(after(stalls))).isGreaterThan(Collections.min(after(stalls - 1)) * 9 / 10);
        }
        assertThat(after(0)).allSatisfy(pause -> assertThat(pause).isBetween(15_000L, 30_000L));
        assertThat(after(STALLS - 1))
                .allSatisfy(pause -> assertThat(pause)
                        .isBetween(
                                Duration.ofMinutes(30).toMillis(),
                                Duration.ofHours(1).toMillis()));
    }

    @Test
    void thoseWhoStalledTogetherDoNotComeBackTogether() {
        assertThat(mostInASecond(after(0))).isLessThan(RUNS / 8);
        assertThat(mostInASecond(after(3))).isLessThan(20);
        assertThat(mostInASecond(after(STALLS - 1))).isLessThan(7);
    }

    private static long mostInASecond(List<Long> intervals) {
        return Collections.max(intervals.stream()
                .collect(Collectors.groupingBy(pause -> pause / 1000, Collectors.counting()))
                .values());
    }
}
