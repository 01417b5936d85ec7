package dev.payonce.sandbox;

import dev.payonce.sandbox.crash.Trial;

/** The entry point of {@code make crash}. */
public final class CrashPoints {

    private CrashPoints() {}

    /** Exits 0 only if nothing was wrong after any crash. SEEDS comes from the environment. */
    public static void main(String[] arguments) {
        System.exit(Trial.run(System.getenv(), System.out) ? 0 : 1);
    }
}
