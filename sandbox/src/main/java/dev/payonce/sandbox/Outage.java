package dev.payonce.sandbox;

import dev.payonce.sandbox.outage.Drill;

/** The entry point of {@code make outage}. */
public final class Outage {

    private Outage() {}

    /** Exits 0 only if what is promised of an outage held. ORDERS, MINUTES and WAY come from the environment. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Drill.run(System.getenv(), System.out) ? 0 : 1);
    }
}
