package dev.payonce.sandbox.demo;

import java.io.PrintStream;
import java.time.Duration;

/** Lines with the time since the start, so that whoever waits sees what for. */
final class Progress {

    private final PrintStream out;
    private final long start = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String what) {
        out.printf("  %5.1f s  %s%n", elapsed().toMillis() / 1000.0, what);
        out.flush();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
