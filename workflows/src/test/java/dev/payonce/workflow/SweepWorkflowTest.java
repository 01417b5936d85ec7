package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
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
    void whatIsLeftOverOfOneRoundComesFirstInTheNext() {
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
}
