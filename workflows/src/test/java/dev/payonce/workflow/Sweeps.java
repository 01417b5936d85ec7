package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.EventList;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The sweep on Temporal's time-skipping server; what its steps do outside is written down instead. */
final class Sweeps implements AutoCloseable {

    private static final Sweep.Span SPAN =
            new Sweep.Span(new EventList.Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(300)), false);

    private static final Instant SAVED = Instant.EPOCH.plus(Duration.ofDays(1));

    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    final Outside outside = new Outside();
    final TestWorkflowEnvironment temporal = ReplayTest.environment();

    Sweeps() {
        Worker payments = temporal.newWorker(TaskQueues.payments(""), Payments.PATIENT);
        payments.registerWorkflowImplementationTypes(SweepWorkflowImpl.class);
        payments.registerActivitiesImplementations(outside);
        temporal.newWorker(TaskQueues.gateway("", "stripe"), Payments.PATIENT)
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
            ListedEvent told = new ListedEvent(new Callback("evt_" + page, "stripe", "pi_1", "", ""), Optional.empty());
            return new Page(List.of(told), page + 1 < outside.pages ? Integer.toString(page + 1) : "");
        }
    }
}
