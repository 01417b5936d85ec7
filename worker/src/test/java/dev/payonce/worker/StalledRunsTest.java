package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.workflow.Stall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tests that stalled runs are counted, and that a mended cause wakes all of them, and nothing else does. */
class StalledRunsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Run> stalled = new ArrayList<>();
    private final List<String> refreshed = new ArrayList<>();
    private final StalledRuns check = new StalledRuns(
            most -> stalled.stream().limit(most).toList(),
            name -> stalled.stream().anyMatch(run -> run.workflow().equals(name)),
            refreshed::add,
            () -> {},
            InstantSource.fixed(NOW),
            metrics);

    private void stall(int from, int to, String cause, boolean fault) {
        IntStream.range(from, to)
                .mapToObj(each -> new Run(
                        "order-" + each,
                        true,
                        cause,
                        Optional.of(new Stall(cause, NOW.minusSeconds(10L * each), fault, "Check it"))))
                .forEach(stalled::add);
    }

    @Test
    void eachCauseHasItsNumberAndItsOldestAge() {
        stall(1, 4, "stripe-401", true);
        stall(7, 8, "database-lost", false);

        check.check();

        assertThat(gauge("payonce.stalled", "stripe-401")).isEqualTo(3);
        assertThat(gauge("payonce.stalled.age", "stripe-401")).isEqualTo(30);
        assertThat(gauge("payonce.stalled", "database-lost")).isEqualTo(1);
    }

    @Test
    void aCauseThatIsGoneHasNoGaugeLeft() {
        stall(1, 4, "stripe-401", true);
        check.check();
        stalled.clear();
        check.check();

        assertThat(metrics.find("payonce.stalled").gauges()).isEmpty();
    }

    /** An alarm takes the highest value of all workers, so a worker that no longer checks has none. */
    @Test
    void aWorkerThatDoesNotWorkShowsNoStalledRuns() {
        stall(1, 4, "stripe-401", true);
        check.check();

        check.clear();

        assertThat(metrics.find("payonce.stalled").gauges()).isEmpty();
    }

    @Test
    void whileAFaultLastsOneRunIsTriedInEverySecondCheckAndAnotherOneEachTime() {
        stall(1, 4, "stripe-401", true);

        IntStream.range(0, 6).forEach(_ -> check.check());

        assertThat(refreshed).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void allRunsOfACauseAreRefreshedOnceItsScoutGotThrough() {
        stall(1, 4, "stripe-401", true);
        stall(7, 9, "other-401", true);
        check.check();
        String scout = refreshed.stream()
                .filter(name -> !name.equals("order-7") && !name.equals("order-8"))
                .findFirst()
                .orElseThrow();
        stalled.removeIf(run -> run.workflow().equals(scout));
        refreshed.clear();

        check.check();

        assertThat(refreshed).hasSize(2).doesNotContain(scout, "order-7", "order-8");
    }

    /** The scout was once taken for mended where newer runs had pushed it out of the list, and 1,000 runs were refreshed. */
    @Test
    void aScoutThatALongListLacksIsMendedOnlyOnceItGoesOn() {
        stall(1, 2, "stripe-401", true);
        check.check();
        Run scout = stalled.removeFirst();
        stall(2, 2 + StalledRuns.MOST, "stripe-401", true);
        stalled.addLast(scout);
        refreshed.clear();

        check.check();
        assertThat(refreshed).isEmpty();

        stalled.remove(scout);
        check.check();
        assertThat(refreshed).hasSizeGreaterThanOrEqualTo(StalledRuns.MOST);
    }

    /** It heals by itself, in its own time: a gateway that is away is left alone. */
    @Test
    void anOutageIsCountedAndLeftAlone() {
        stall(1, 4, "stripe-unreachable", false);

        check.check();
        check.check();

        assertThat(refreshed).isEmpty();
    }

    private double gauge(String name, String cause) {
        return metrics.get(name).tag("cause", cause).gauge().value();
    }
}
