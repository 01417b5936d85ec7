package dev.payonce.sandbox;

import dev.payonce.sandbox.crash.Trial;
import dev.payonce.servers.TemporaryFolder;

/** The program of {@code make crash}. */
public final class CrashPoints {

    private CrashPoints() {}

    /** Exits 0 only if every order is right after every crash. SEEDS comes from the environment. */
    public static void main(String[] arguments) {
        TemporaryFolder.deleteAtExit();
        System.exit(Trial.run(System.getenv(), System.out) ? 0 : 1);
    }
}
