package dev.payonce.sandbox.installation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The output of a program that runs for minutes: lines with the seconds since its start. A program that says nothing for
 * 8 s is at work for long, and then a line names what it awaits.
 */
public final class Progress implements AutoCloseable {

    static final Duration SILENCE = Duration.ofSeconds(8);
    private static final Duration TICK = Duration.ofMillis(500);

    private final PrintStream out;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService timer;
    private long lastLine = start;
    private Supplier<String> awaited = () -> "starting";

    public Progress(PrintStream out) {
        this(out, TICK);
    }

    Progress(PrintStream out, Duration tick) {
        this.out = out;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("progress").factory());
        var _ = timer.scheduleWithFixedDelay(
                () -> tick(System.nanoTime()), tick.toMillis(), tick.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Prints a line at once. */
    public synchronized void say(String line) {
        awaited = () -> line;
        print(line);
    }

    /** Names what the program awaits from now on, until the next line. */
    public synchronized void await(Supplier<String> state) {
        awaited = state;
    }

    synchronized void tick(long now) {
        if (now - lastLine >= SILENCE.toNanos()) {
            print("... " + awaited.get());
        }
    }

    private void print(String line) {
        lastLine = System.nanoTime();
        out.printf("  %6.1f s  %s%n", (lastLine - start) / 1e9, line);
        out.flush();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
