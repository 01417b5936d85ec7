package dev.payonce.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A command that may be started, killed and started again, and the folder it works in. After {@link #close}, or when
 * this JVM ends, the process is gone and its folder deleted.
 */
final class ChildProcess implements AutoCloseable {

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);
    private static final int LOG_TAIL_CHARS = 2_000;

    private final String name;
    private final Path folder;
    private final Path log;
    private final List<String> command;
    private final Map<String, String> environment;
    private final ExitHook hook;
    private @Nullable Process process;
    private boolean closed;

    /**
     * @param folder working folder, owned by this process from now on
     * @param log the file that the output is appended to
     * @param environment added to this JVM's own
     */
    ChildProcess(String name, Path folder, Path log, List<String> command, Map<String, String> environment) {
        this.name = name;
        this.folder = folder;
        this.log = log;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.hook = ExitHook.onExit(name, this::close);
    }

    synchronized void start() {
        if (closed || isAlive()) {
            throw new IllegalStateException(name + (closed ? " was closed" : " runs already"));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " did not start", e);
        }
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    Path folder() {
        return folder;
    }

    /** Returns the process id, or -1 before the first start. */
    synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    /** Returns the CPU that it has used since its start, by the system's own account. */
    Duration cpu() {
        return ProcessHandle.of(pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException(name + " does not run"));
    }

    /** Waits until the command is ready; throws with the end of its log if it ends, or is not ready in time. */
    void awaitReady(Duration patience, BooleanSupplier ready) {
        boolean ended = Await.holdsWithin(patience, () -> !isAlive() || ready.getAsBoolean());
        if (!ended || !isAlive()) {
            String why = ended ? " ended before it was ready" : " was not ready in " + patience.toSeconds() + " s";
            throw new IllegalStateException(name + why + "; the end of its log: " + logTail());
        }
    }

    /** Kills it as {@code kill -9} does: nothing is flushed, no hook runs. Returns when it is gone. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
            waitFor(process, KILL_PATIENCE);
        }
    }

    /** Asks the process to end, and kills it when its time is up. Returns its exit code, 143 or 137 after a signal. */
    synchronized int terminate(Duration patience) {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        process.destroy();
        if (!waitFor(process, patience)) {
            kill();
        }
        return process.exitValue();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            kill();
            RunFolder.delete(folder);
            hook.callOff();
        }
    }

    private static boolean waitFor(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Returns the end of the output. */
    String logTail() {
        try {
            String text = Files.readString(log, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARS));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
