package dev.payonce.workflow;

import dev.payonce.gateway.EventList;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sweep, round after round. A failure of one part (the gateway is away) leaves the others running, and the next
 * round tries it again. A round is bounded; the rest comes first in the next one.
 */
public final class SweepWorkflowImpl implements SweepWorkflow {

    /** The rounds of one run, so that no history grows for ever; a new run reads the last day of each list again. */
    private static final int ROUNDS = 24;

    /** Of each kind in one round; a batch is at most 50 orders. */
    private static final int BATCHES = 10;

    /** Of each account's event list in one round. */
    private static final int PAGES = 20;

    /** Where a list was not read to its end. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** The pause where no worker could say it. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Sweep sweep = ActivityStubs.sweep();
    private Overdue overdue = Overdue.FIRST;
    private Cursor saved = Cursor.START;
    private final Map<String, Reading> readings = new TreeMap<>();
    private boolean asked;
    private boolean sweeping;
    private final Set<String> lastDayRead = new TreeSet<>();

    @Override
    public void run(Places places) {
        overdue = places.overdue();
        saved = places.saved();
        readings.putAll(places.readings());
        for (int round = 0; round < ROUNDS && !isToContinue(); round++) {
            asked = false;
            sweeping = true;
            Duration pause = sweepOnce();
            sweeping = false;
            Workflow.await(pause, () -> asked);
        }
        Workflow.newContinueAsNewStub(SweepWorkflow.class, PaymentWorkflowImpl.NEWEST_WORKER)
                .run(new Places(overdue, saved, readings));
    }

    private static boolean isToContinue() {
        WorkflowInfo run = Workflow.getInfo();
        return run.isContinueAsNewSuggested() || run.isTargetWorkerDeploymentVersionChanged();
    }

    @Override
    public Asked sweepNow(String who, String why) {
        asked = true;
        Workflow.getLogger(SweepWorkflowImpl.class).info("{} asked for a round of the sweep", who);
        return new Asked(Instant.ofEpochMilli(Workflow.currentTimeMillis()), sweeping);
    }

    private Duration sweepOnce() {
        Sweep.Plan plan;
        try {
            plan = sweep.plan();
        } catch (ActivityFailure noWorker) {
            return PAUSE;
        }
        part("runs", this::wake);
        part("orders", this::repair);
        plan.accounts().forEach(account -> part(account, () -> read(account)));
        return readings.isEmpty() ? plan.every() : SOON;
    }

    private static void part(String what, Runnable part) {
        try {
            part.run();
        } catch (ActivityFailure failure) {
            Workflow.getMetricsScope()
                    .tagged(Map.of("part", what))
                    .counter("payonce_sweep_failures")
                    .inc(1);
            Workflow.getLogger(SweepWorkflowImpl.class)
                    .warn("The sweep of {} goes on in the next round: {}", what, FailureDetails.code(failure));
        }
    }

    private void wake() {
        boolean more = true;
        for (int batch = 0; batch < BATCHES && more; batch++) {
            Sweep.Woken woken = sweep.wake(overdue);
            more = woken.more();
            overdue = more ? woken.last() : Overdue.FIRST;
        }
    }

    private void repair() {
        boolean more = true;
        for (int batch = 0; batch < BATCHES && more; batch++) {
            Sweep.Repaired repaired = sweep.repair(saved);
            more = repaired.more();
            saved = more ? repaired.reached() : repaired.reached().overlapping();
        }
    }

    /** Reads the account's events; the cursor moves only when the whole window was handed over. */
    private void read(String account) {
        Reading kept = readings.remove(account);
        Reading reading = kept == null ? new Reading(sweep.span(account, !lastDayRead.contains(account)), "") : kept;
        for (int pages = 0; pages < PAGES; pages++) {
            EventList.Page page =
                    ActivityStubs.events(account).page(reading.span().window(), reading.after());
            if (!page.events().isEmpty()) {
                sweep.handOver(reading.span(), page.events());
            }
            if (page.more().isEmpty()) {
                sweep.reached(account, reading.span());
                lastDayRead.add(account);
                return;
            }
            reading = new Reading(reading.span(), page.more());
        }
        readings.put(account, reading);
    }
}
