package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.ExtraWorker;
import dev.payonce.sandbox.installation.Installation;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A crew of two workers: the one that is killed next, and the one that takes over from it. */
final class Crew implements AutoCloseable {

    private final Installation all;
    private final Path logs;
    private final Deque<ExtraWorker> workers = new ArrayDeque<>();
    private int hired;

    Crew(Installation all, Path logs) {
        this.all = all;
        this.logs = logs;
        hire();
        hire();
    }

    /** Returns when both work. */
    void awaitReady() {
        workers.forEach(ExtraWorker::awaitReady);
    }

    ExtraWorker victim() {
        return workers.getFirst();
    }

    ExtraWorker standby() {
        return workers.getLast();
    }

    /** Removes the dead worker; the standby is the next victim. */
    void bury() {
        workers.removeFirst().close();
    }

    /** Starts another worker, which takes seconds. */
    void hire() {
        hired++;
        workers.addLast(ExtraWorker.start(all, "crash-worker-" + hired, logs));
    }

    @Override
    public void close() {
        workers.forEach(ExtraWorker::close);
    }
}
