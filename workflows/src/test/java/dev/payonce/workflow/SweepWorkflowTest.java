package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.payment.Callback;
import dev.payonce.payment.EventList;
import dev.payonce.payment.Failures;
import dev.payonce.payment.Watch.Overdue;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Round after round on Temporal's time-skipping server; what the steps do outside is written down instead. */
class SweepWorkflowTest {

    private static final Sweep.Span SPAN =
            new Sweep.Span(new EventList.Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(300)), false);

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Outside outside = new Outside();
    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Wire.converter())
                            .build())
                    .build());

    SweepWorkflowTest() {
        Worker payments = temporal.newWorker(TaskQueues.payments(""));
        payments.registerWorkflowImplementationTypes(SweepWorkflowImpl.class);
        payments.registerActivitiesImplementations(outside);
        temporal.newWorker(TaskQueues.gateway("", "stripe")).registerActivitiesImplementations(new Listed());
        temporal.start();
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void aRoundWakesRestoresAndReadsAndThenWaits() {
        sweep(Duration.ofMinutes(4));

        assertThat(done).containsExactly("wake 0", "restore 0", "the last day", "page ", "hand over 1", "reached");
    }

    @Test
    void startingItAgainChangesNothing() {
        sweep(Duration.ofMinutes(2));
        sweep(Duration.ofMinutes(2));

        assertThat(done).containsOnlyOnce("wake 0");
    }

    @Test
    void whatIsLeftOverOfOneRoundComesFirstInTheNext() {
        outside.overdue = 1_000;

        sweep(Duration.ofMinutes(6));

        assertThat(done).filteredOn(step -> step.startsWith("wake")).hasSize(20).startsWith("wake 0", "wake 50");
        assertThat(done).filteredOn("wake 0"::equals).hasSize(1);
        assertThat(done).contains("wake 500", "wake 950");
    }

    @Test
    void theCursorMovesOnlyWhenTheWholeWindowWasHandedOver() {
        outside.pages = 25;

        sweep(Duration.ofSeconds(4));
        assertThat(done).doesNotContain("reached").contains("page 19").doesNotContain("page 20");

        temporal.sleep(Duration.ofMinutes(1));
        assertThat(done)
                .as("the next round comes soon, and the other parts have their turn first")
                .containsSubsequence("page 19", "wake 0", "page 20", "page 24", "reached")
                .filteredOn("page "::equals)
                .hasSize(1);
    }

    @Test
    void eachRunReadsTheLastDayOnceAndThenWhatIsNew() {
        sweep(Duration.ofMinutes(5 * 23 + 1));
        assertThat(done).containsOnlyOnce("the last day").containsSubsequence("the last day", "reached", "what is new");

        temporal.sleep(Duration.ofMinutes(5));

        assertThat(done).filteredOn("the last day"::equals).hasSize(2);
    }

    @Test
    void theLastDayIsReadWhenTheGatewayIsBack() {
        outside.away = true;
        sweep(Duration.ofMinutes(9));
        outside.away = false;

        temporal.sleep(Duration.ofMinutes(5));

        assertThat(done)
                .containsSubsequence("the last day", "the last day", "reached")
                .doesNotContain("what is new");
    }

    @Test
    void aGatewayThatIsAwayKeepsNobodyFromTheRest() {
        outside.away = true;

        sweep(Duration.ofMinutes(14));

        assertThat(done).filteredOn("wake 0"::equals).hasSizeGreaterThan(1);
        assertThat(done).doesNotContain("reached");
        outside.away = false;
        temporal.sleep(Duration.ofMinutes(10));
        assertThat(done).contains("reached");
    }

    @Test
    void noHistoryGrowsForEver() {
        sweep(Duration.ofHours(3));

        assertThat(temporal.getWorkflowClient().fetchHistory("sweep").getEvents())
                .hasSizeLessThan(1_000)
                .first()
                .satisfies(first -> assertThat(first.getWorkflowExecutionStartedEventAttributes()
                                .getContinuedExecutionRunId())
                        .isNotEmpty())
                .satisfies(first ->
                        assertThat(first.getEventType()).isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED));
    }

    private void sweep(Duration time) {
        new TemporalLooks(temporal.getWorkflowClient(), "").sweep();
        temporal.sleep(time);
    }

    private final class Outside implements Sweep {

        private volatile int overdue;
        private volatile int pages = 1;
        private volatile boolean away;

        @Override
        public Plan plan() {
            return new Plan(Duration.ofMinutes(5), List.of("stripe"));
        }

        @Override
        public Woken wake(Overdue after) {
            done.add("wake " + after.order());
            long last = Math.min(overdue, after.order() + 50);
            return new Woken(new Overdue(last, Instant.EPOCH), last < overdue);
        }

        @Override
        public Restored restore(long after) {
            done.add("restore " + after);
            return new Restored(after, false);
        }

        @Override
        public Span span(String account, boolean onceMore) {
            done.add(onceMore ? "the last day" : "what is new");
            return SPAN;
        }

        @Override
        public void handOver(Span span, List<EventList.Told> told) {
            assertThat(span).isEqualTo(SPAN);
            done.add("hand over " + told.size());
        }

        @Override
        public void reached(String account, Span span) {
            assertThat(span).isEqualTo(SPAN);
            done.add("reached");
        }
    }

    private final class Listed implements EventList {

        @Override
        public Page page(Window window, String after) {
            if (outside.away) {
                throw Failures.refused("stripe-401", "The key was revoked", null);
            }
            done.add("page " + after);
            int page = after.isEmpty() ? 0 : Integer.parseInt(after);
            Told told = new Told(new Callback("evt_" + page, "stripe", "pi_1", "", ""), Optional.empty());
            return new Page(List.of(told), page + 1 < outside.pages ? Integer.toString(page + 1) : "");
        }
    }
}
