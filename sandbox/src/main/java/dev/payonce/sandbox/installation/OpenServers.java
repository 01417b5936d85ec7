package dev.payonce.sandbox.installation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The servers and processes that were started, possibly by several threads; the last one is stopped first. */
public final class OpenServers implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Starts one and keeps it. */
    public <T extends AutoCloseable> T keep(Supplier<T> start) {
        T started = start.get();
        synchronized (open) {
            open.push(started);
        }
        return started;
    }

    @Override
    public void close() {
        for (AutoCloseable next = last(); next != null; next = last()) {
            try {
                next.close();
            } catch (Exception stillRunning) {
                throw new IllegalStateException(
                        "A server or process of the installation could not be stopped", stillRunning);
            }
        }
    }

    private @Nullable AutoCloseable last() {
        synchronized (open) {
            return open.poll();
        }
    }
}
