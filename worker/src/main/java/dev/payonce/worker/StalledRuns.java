package dev.payonce.worker;

import static java.util.stream.Collectors.groupingBy;

import dev.payonce.health.AgedGauges;
import dev.payonce.sweep.SweepActivities;
import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.workflow.Stall;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The check of stalled runs: {@code payonce.stalled} and {@code payonce.stalled.age}, by cause. A fault of the
 * installation is mended at a time of which no run knows. So one run of each such cause, the scout, is refreshed in every
 * second check. When a scout is stalled no more, all runs of its cause are refreshed, at a pace.
 */
final class StalledRuns {

    /** The most runs of one check; the next check wakes those that were left over. */
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(StalledRuns.class);

    private final IntFunction<List<Run>> runs;
    private final Predicate<String> stalled;
    private final Consumer<String> refresh;
    private final SweepActivities.Rate pace;
    private final InstantSource clock;
    private final AgedGauges gauges;
    private final Map<String, String> scouts = new HashMap<>();
    private int rounds;

    /**
     * Makes the check of a store's runs.
     *
     * @param runs lists at most this many stalled runs; it throws while Temporal is away
     * @param stalled reports whether this run stands still, by its workflow ID; it throws while Temporal is away
     * @param refresh takes a run's workflow ID
     * @param pace waits before each refresh of a herd
     */
    StalledRuns(
            IntFunction<List<Run>> runs,
            Predicate<String> stalled,
            Consumer<String> refresh,
            SweepActivities.Rate pace,
            InstantSource clock,
            MeterRegistry meters) {
        this.runs = runs;
        this.stalled = stalled;
        this.refresh = refresh;
        this.pace = pace;
        this.clock = clock;
        this.gauges = new AgedGauges(
                meters, "payonce.stalled", "cause", "Payments that cannot go on by themselves, by cause");
    }

    /** Checks once and never throws. While Temporal is away the gauges keep their values. */
    void check() {
        try {
            List<Run> listed = runs.apply(MOST);
            Map<String, List<Run>> byCause = listed.stream().collect(groupingBy(Run::reason));
            show(byCause);
            rounds++;
            wakeMended(byCause, listed.size() >= MOST);
            if (rounds % 2 == 1) {
                byCause.forEach(this::scout);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException temporalIsAway) {
            LOG.debug("The stalled runs cannot be listed; the next check follows", temporalIsAway);
        }
    }

    /** Shows nothing, since this worker does not work: another one shows what is. */
    void clear() {
        show(Map.of());
    }

    private void show(Map<String, List<Run>> byCause) {
        gauges.show(
                byCause.entrySet().stream()
                        .map(each -> new AgedGauges.Kind(
                                each.getKey(), each.getValue().size(), oldest(each.getValue())))
                        .toList(),
                clock.instant());
    }

    private static Optional<Instant> oldest(List<Run> stalled) {
        return stalled.stream()
                .flatMap(run -> run.stall().stream())
                .map(Stall::since)
                .min(Instant::compareTo);
    }

    /**
     * Refreshes all runs of each cause whose scout got through.
     *
     * @param cut true where more runs may be stalled than are listed, so that a scout may be missing for that alone
     */
    private void wakeMended(Map<String, List<Run>> byCause, boolean cut) throws InterruptedException {
        for (Map.Entry<String, String> each : Map.copyOf(scouts).entrySet()) {
            List<Run> left = byCause.getOrDefault(each.getKey(), List.of());
            if (left.stream().anyMatch(run -> run.workflow().equals(each.getValue()))
                    || (cut && stalled.test(each.getValue()))) {
                continue;
            }
            scouts.remove(each.getKey());
            if (!left.isEmpty()) {
                LOG.info(
                        "A payment that stood still for {} goes on: {} more are refreshed", each.getKey(), left.size());
            }
            for (Run run : left) {
                pace.keep();
                refresh.accept(run.workflow());
            }
        }
    }

    /** Refreshes one run of the cause, another one each time: a run may have a trouble of its own. */
    private void scout(String cause, List<Run> stalled) {
        List<Run> faulty = stalled.stream()
                .filter(run -> run.stall().filter(Stall::fault).isPresent())
                .toList();
        if (!faulty.isEmpty()) {
            String next = faulty.get(rounds / 2 % faulty.size()).workflow();
            scouts.put(cause, next);
            refresh.accept(next);
        }
    }
}
