package dev.payonce.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The sequence of steps that brings the worker to work, and its graceful stop. A step that fails is repeated after a pause
 * until it succeeds. Meanwhile the process lives, is not ready, and its health shows the reason.
 */
final class StartupSequence implements SmartLifecycle {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** Between tries of a step that an operator has to mend: it goes on by itself once that is done. */
    static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(StartupSequence.class);

    /**
     * A step of the start.
     *
     * @param doing completes "cannot ..."
     */
    record Step(String doing, Action action) {}

    /** The work of a step; it may run again after it has thrown. */
    interface Action {
        void take() throws Exception;
    }

    /** The wait between two tries; true when the process stops meanwhile. */
    interface Pause {
        boolean until(CountDownLatch stop, Duration longest) throws InterruptedException;

        Pause REAL = (stop, longest) -> stop.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The worker's state.
     *
     * @param why empty while it works
     */
    record State(boolean working, String why) {}

    private final List<Step> steps;
    private final Runnable stopWorking;
    private final Pause pause;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("startup").unstarted(this::run);
    private volatile State state = new State(false, "starting");
    private volatile boolean running;

    /** @param stopWorking lets running activities finish, within a limit of its own; also called when none was started */
    StartupSequence(List<Step> steps, Runnable stopWorking, Pause pause) {
        this.steps = List.copyOf(steps);
        this.stopWorking = stopWorking;
        this.pause = pause;
    }

    State state() {
        return state;
    }

    /** Ends the work for a cause that an operator has to correct; the process stays, and shows it. */
    void refuse(String why) {
        LOG.error("The worker stops its work: {}. Correct the cause, and restart it.", why);
        end(why);
        stopWorking.run();
    }

    @Override
    public void start() {
        running = true;
        thread.start();
    }

    @Override
    public void stop() {
        end("stopping");
        try {
            stopWorking.run();
        } finally {
            running = false;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Returns the last phase to start and the first to stop, so that the activities' connections outlive them. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private synchronized void end(String why) {
        state = new State(false, why);
        stop.countDown();
        thread.interrupt();
    }

    /** Shows the state; false where the work has ended, since no state follows that one. */
    private synchronized boolean shows(State next) {
        boolean goesOn = stop.getCount() > 0;
        if (goesOn) {
            state = next;
        }
        return goesOn;
    }

    private void run() {
        try {
            for (Step step : steps) {
                if (!repeat(step)) {
                    return;
                }
            }
            if (shows(new State(true, ""))) {
                LOG.info("Working");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Repeats the step until it succeeds; false when the process stops before. */
    private boolean repeat(Step step) throws InterruptedException {
        Duration wait = FIRST_PAUSE;
        while (stop.getCount() > 0) {
            try {
                step.action().take();
                if (stop.getCount() == 0) {
                    stopWorking.run(); // The work ended during the step; what the step began ends, too.
                }
                return stop.getCount() > 0;
            } catch (InterruptedException stopping) {
                throw stopping;
            } catch (Exception failure) {
                StartupFailure cause = StartupFailure.of(failure);
                report(step, cause);
                if (pause.until(stop, cause.refused() ? REFUSED_PAUSE : wait)) {
                    return false;
                }
                wait = shorter(wait.multipliedBy(2), LONGEST_PAUSE);
            }
        }
        return false;
    }

    /** Logs one line for each cause, not for each try. */
    private void report(Step step, StartupFailure cause) {
        String why = "cannot " + step.doing() + ": " + cause.why();
        if (state.why().equals(why) || !shows(new State(false, why))) {
            return;
        }
        if (cause.refused()) {
            LOG.error("The worker {}. It stays idle, and tries again every minute: correct the cause.", why);
        } else {
            LOG.warn("The worker {}. It tries again by itself.", why);
        }
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
