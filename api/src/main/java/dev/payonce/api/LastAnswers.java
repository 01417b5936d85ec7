package dev.payonce.api;

import dev.payonce.temporal.Deadlines;
import org.springframework.context.SmartLifecycle;

/**
 * The first step of the API's stop: callers that wait for a payment's outcome get their 202 now. The server's own graceful
 * stop waits for them less long than they may wait, and then closes them without a response.
 */
final class LastAnswers implements SmartLifecycle {

    private final Deadlines deadlines;
    private volatile boolean running;

    LastAnswers(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        deadlines.hurry();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Returns the last phase to start and the first to stop, before the server's. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
