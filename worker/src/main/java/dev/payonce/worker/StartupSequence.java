package dev.payonce.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The sequence of steps that starts the worker, however long Temporal or the database are away, and stops it gently. A
 * step that fails is taken again after a pause until it succeeds; meanwhile the process lives, is not ready, and says
 * why.
 */
final class StartupSequence implements SmartLifecycle {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /**
     * The pause after a failure that an operator has to correct; the step is tried again, so that no restart is needed.
     */
    static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(StartupSequence.class);

    /** @param doing completes "cannot ..." */
    record Step(String doing, Action action) {}

    /** A step that may be tried again after it has thrown. */
    interface Action {
        void take() throws Exception;
    }

    /** A pause; it returns true when the process stops meanwhile. */
    interface Pause {
        boolean until(CountDownLatch stop, Duration longest) throws InterruptedException;

        Pause REAL = (stop, longest) -> stop.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param why empty while it works */
    record State(boolean working, String why) {}

    private final List<Step> steps;
    private final Runnable stopWorking;
    private final Pause pause;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("ignition").unstarted(this::run);
    private volatile State state = new State(false, "starting");
    private volatile boolean running;

    /**
     * @param stopWorking ends the running activities within its own timeout; it is called also when no step was started
     */
    StartupSequence(List<Step> steps, Runnable stopWorking, Pause pause) {
        this.steps = List.copyOf(steps);
        this.stopWorking = stopWorking;
        this.pause = pause;
    }

    State state() {
        return state;
    }

    @Override
    public void start() {
        running = true;
        thread.start();
    }

    @Override
    public void stop() {
        state = new State(false, "stopping");
        stop.countDown();
        thread.interrupt();
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

    /** Returns the last phase, which starts last and stops first, so the activities' resources outlive them. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private void run() {
        try {
            for (Step step : steps) {
                if (!insist(step)) {
                    return;
                }
            }
            state = new State(true, "");
            LOG.info("Working");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Repeats the step until it succeeds; returns false when the process stops first. */
    private boolean insist(Step step) throws InterruptedException {
        Duration wait = FIRST_PAUSE;
        while (stop.getCount() > 0) {
            try {
                step.action().take();
                return true;
            } catch (InterruptedException stopping) {
                throw stopping;
            } catch (Exception failure) {
                StartupFailure obstacle = StartupFailure.of(failure);
                tell(step, obstacle);
                if (pause.until(stop, obstacle.refused() ? REFUSED_PAUSE : wait)) {
                    return false;
                }
                wait = shorter(wait.multipliedBy(2), LONGEST_PAUSE);
            }
        }
        return false;
    }

    /** Logs one line for each obstacle, however many tries it takes. */
    private void tell(Step step, StartupFailure obstacle) {
        String why = "cannot " + step.doing() + ": " + obstacle.why();
        if (stop.getCount() == 0 || state.why().equals(why)) {
            return;
        }
        state = new State(false, why);
        if (obstacle.refused()) {
            LOG.error("The worker {}. It stays idle until that is mended, and tries again every minute.", why);
        } else {
            LOG.warn("The worker {}. It keeps trying.", why);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
