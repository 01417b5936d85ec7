package dev.payonce.servers;

import java.time.Duration;
import java.util.Optional;

/**
 * A server that tests and the demo talk to: a process of ours on this machine, or one that the environment names and that
 * others run. Only ours can be killed and restarted; closing leaves nothing of it behind.
 */
public abstract class EmbeddedServer implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final Optional<ChildProcess> own;

    EmbeddedServer(Optional<ChildProcess> own) {
        this.own = own;
    }

    /** Polls the server itself; returns false while it cannot answer. */
    abstract boolean answers();

    /** Returns false if the environment named the server; then killing and restarting throw. */
    public final boolean isOurs() {
        return own.isPresent();
    }

    /** Ends the process as {@code kill -9} does. What it had acknowledged is still there after {@link #restart}. */
    public final void kill() {
        ours().kill();
    }

    /** Starts on the same files and ports, after a graceful stop when it still runs; returns when it answers. */
    public final void restart() {
        ChildProcess process = ours();
        if (process.isAlive()) {
            process.terminate(STOP_PATIENCE);
        }
        process.start();
        process.awaitReady(START_PATIENCE, this::answers);
    }

    /** Returns the CPU that its process has used since its start. */
    public final Duration cpu() {
        return ours().cpu();
    }

    @Override
    public final void close() {
        own.ifPresent(ChildProcess::close);
    }

    final ChildProcess ours() {
        return own.orElseThrow(() -> new IllegalStateException(
                getClass().getSimpleName() + " is named in the environment; it is not ours to stop"));
    }

    /** Starts it for the first time; when that fails, nothing is left. */
    final void begin() {
        boolean ready = false;
        try {
            restart();
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }
}
