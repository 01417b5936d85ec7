package dev.payonce.sandbox;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import dev.payonce.sandbox.installation.TryIt;
import dev.payonce.servers.TemporaryFolder;
import java.io.PrintStream;
import java.nio.file.Path;

/** The program of {@code make up}. */
public final class Up {

    private Up() {}

    /** Runs until Ctrl-C, which stops everything. */
    public static void main(String[] arguments) throws InterruptedException {
        TemporaryFolder.deleteAtExit();
        run(Path.of("sandbox/target/up"), System.out);
    }

    private static void run(Path logs, PrintStream out) throws InterruptedException {
        try (Installation all = start(logs, out)) {
            TryIt.print(all, out);
            Thread.currentThread().join();
        }
    }

    private static Installation start(Path logs, PrintStream out) {
        try (Progress progress = new Progress(out)) {
            progress.say("starting MySQL, Redis, Temporal, the Stripe simulator, worker and API; logs: " + logs);
            progress.await(() -> "the servers start, then worker and API");
            Installation all = Installation.startOnKnownPorts(Programs.QUICK, logs);
            progress.say("all are ready");
            return all;
        }
    }
}
