package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.EventList;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import io.temporal.api.enums.v1.EventType;
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

/** The tests of the sweep's rounds. */
class SweepWorkflowTest {

    private final Sweeps sweeps = new Sweeps();

    @AfterEach
    void close() {
        sweeps.close();
    }

    @Test
    void aRoundWakesRestoresAndReadsAndThenWaits() {
        sweeps.sweep(Duration.ofMinutes(4));

        assertThat(sweeps.done)
                .containsExactly("wake 0", "restore 0", "the last day", "page ", "hand over 1", "reached");
    }

    @Test
    void startingItAgainChangesNothing() {
        sweeps.sweep(Duration.ofMinutes(2));
        sweeps.sweep(Duration.ofMinutes(2));

        assertThat(sweeps.done).containsOnlyOnce("wake 0");
    }

    @Test
    void ordersLeftOverOfOneRoundComeFirstInTheNext() {
        sweeps.outside.overdue = 1_000;

        sweeps.sweep(Duration.ofMinutes(6));

        assertThat(sweeps.done)
                .filteredOn(step -> step.startsWith("wake"))
                .hasSize(20)
                .startsWith("wake 0", "wake 50");
        assertThat(sweeps.done).filteredOn("wake 0"::equals).hasSize(1);
        assertThat(sweeps.done).contains("wake 500", "wake 950");
    }

    @Test
    void J30_savedOrdersAreReadOnFromWhereTheLastRoundEnded() {
        sweeps.outside.saved = 1_000;

        sweeps.sweep(Duration.ofMinutes(6));

        assertThat(sweeps.done)
                .filteredOn(step -> step.startsWith("restore"))
                .hasSize(20)
                .startsWith("restore 0", "restore 50")
                .contains("restore 500", "restore 950")
                .doesNotHaveDuplicates();
    }

    @Test
    void theCursorMovesOnlyWhenTheWholeWindowWasHandedOver() {
        sweeps.outside.pages = 25;

        sweeps.sweep(Duration.ofSeconds(4));
        assertThat(sweeps.done).doesNotContain("reached").contains("page 19").doesNotContain("page 20");

        sweeps.temporal.sleep(Duration.ofMinutes(1));
        assertThat(sweeps.done)
                .as("the next round comes soon, and the other parts have their turn first")
                .containsSubsequence("page 19", "wake 0", "page 20", "page 24", "reached")
                .filteredOn("page "::equals)
                .hasSize(1);
    }

    @Test
    void eachRunReadsTheLastDayOnceAndThenWhatIsNew() {
        sweeps.sweep(Duration.ofMinutes(5 * 23 + 1));
        assertThat(sweeps.done)
                .containsOnlyOnce("the last day")
                .containsSubsequence("the last day", "reached", "what is new");

        sweeps.temporal.sleep(Duration.ofMinutes(5));

        assertThat(sweeps.done).filteredOn("the last day"::equals).hasSize(2);
    }

    @Test
    void theLastDayIsReadWhenTheGatewayIsBack() {
        sweeps.outside.away = true;
        sweeps.sweep(Duration.ofMinutes(9));
        sweeps.outside.away = false;

        sweeps.temporal.sleep(Duration.ofMinutes(5));

        assertThat(sweeps.done)
                .containsSubsequence("the last day", "the last day", "reached")
                .doesNotContain("what is new");
    }

    @Test
    void aGatewayThatIsAwayLeavesTheRestRunning() {
        sweeps.outside.away = true;

        sweeps.sweep(Duration.ofMinutes(14));

        assertThat(sweeps.done).filteredOn("wake 0"::equals).hasSizeGreaterThan(1);
        assertThat(sweeps.done).doesNotContain("reached");
        sweeps.outside.away = false;
        sweeps.temporal.sleep(Duration.ofMinutes(10));
        assertThat(sweeps.done).contains("reached");
    }

    @Test
    void anOperatorsRoundBeginsAtOnceAndTheNextOneAfterAPauseAgain() {
        sweeps.sweep(Duration.ofMinutes(1));
        sweeps.done.clear();

        SweepWorkflow.Asked asked = new TemporalPaymentClient(sweeps.temporal.getWorkflowClient(), "")
                .sweepNow("ann", "a webhook was lost");
        sweeps.temporal.sleep(Duration.ofSeconds(30));

        assertThat(asked.underWay()).isFalse();
        assertThat(sweeps.done)
                .contains("wake 0", "what is new", "reached")
                .filteredOn("wake 0"::equals)
                .hasSize(1);
        assertThat(sweeps.temporal.getWorkflowClient().fetchHistory("sweep").toJson(true))
                .as("who and why stay on record")
                .contains("sweepNow");
    }

    @Test
    void noHistoryGrowsForEver() {
        sweeps.sweep(Duration.ofHours(3));

        assertThat(sweeps.temporal.getWorkflowClient().fetchHistory("sweep").getEvents())
                .hasSizeLessThan(1_000)
                .first()
                .satisfies(first -> assertThat(first.getWorkflowExecutionStartedEventAttributes()
                                .getContinuedExecutionRunId())
                        .isNotEmpty())
                .satisfies(first ->
                        assertThat(first.getEventType()).isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED));
    }

    /** The sweep on Temporal's time-skipping server; its steps outside are recorded instead. */
    static final class Sweeps implements AutoCloseable {

        private static final Sweep.Span SPAN =
                new Sweep.Span(new EventList.Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(300)), false);

        private static final Instant SAVED = Instant.EPOCH.plus(Duration.ofDays(1));

        final List<String> done = Collections.synchronizedList(new ArrayList<>());
        final Outside outside = new Outside();
        final TestWorkflowEnvironment temporal = ReplayTest.environment();

        Sweeps() {
            Worker payments = temporal.newWorker(TaskQueues.payments(""), WorkflowFixture.PATIENT);
            payments.registerWorkflowImplementationTypes(SweepWorkflowImpl.class);
            payments.registerActivitiesImplementations(outside);
            temporal.newWorker(TaskQueues.gateway("", "stripe"), WorkflowFixture.PATIENT)
                    .registerActivitiesImplementations(new Listed());
            temporal.start();
        }

        /** Starts it where it does not run, and lets time pass. */
        void sweep(Duration time) {
            new TemporalPaymentClient(temporal.getWorkflowClient(), "").startSweep();
            temporal.sleep(time);
        }

        @Override
        public void close() {
            temporal.close();
        }

        final class Outside implements Sweep {

            volatile int overdue;
            volatile int saved;
            volatile int pages = 1;
            volatile boolean away;

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
            public Repaired repair(Cursor after) {
                done.add("restore " + after.order());
                long last = Math.min(saved, after.order() + 50);
                return new Repaired(new Cursor(SAVED, last), last < saved);
            }

            @Override
            public Span span(String account, boolean withLastDay) {
                done.add(withLastDay ? "the last day" : "what is new");
                return SPAN;
            }

            @Override
            public void handOver(Span span, List<EventList.ListedEvent> told) {
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
                    throw Failures.nonRetryable("stripe-401", "The key was revoked", null);
                }
                done.add("page " + after);
                int page = after.isEmpty() ? 0 : Integer.parseInt(after);
                ListedEvent told =
                        new ListedEvent(new Callback("evt_" + page, "stripe", "pi_1", "", ""), Optional.empty());
                return new Page(List.of(told), page + 1 < outside.pages ? Integer.toString(page + 1) : "");
            }
        }
    }
}
