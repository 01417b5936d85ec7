package dev.payonce.sandbox;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.TryIt;
import java.nio.file.Path;
import java.util.Map;

/** The entry point of {@code make up}. */
public final class Up {

    private Up() {}

    /** Runs until Ctrl-C, which stops everything. */
    public static void main(String[] arguments) throws InterruptedException {
        Path logs = Path.of("sandbox/target/up");
        System.out.println("Starting MySQL, Redis, Temporal, the Stripe simulator, worker and API; logs: " + logs);
        try (Installation all = Installation.start(Programs.BUILT, "", 1, logs, Map.of())) {
            TryIt.print(all, System.out);
            Thread.currentThread().join();
        }
    }
}
