package dev.payonce.sandbox;

import dev.payonce.sandbox.outage.Drill;
import dev.payonce.servers.TemporaryFolder;

/** The program of {@code make outage}. */
public final class Outage {

    private Outage() {}

    /** Exits 0 only if every promise about an outage held. ORDERS, MINUTES and WAY come from the environment. */
    public static void main(String[] arguments) throws Exception {
        TemporaryFolder.deleteAtExit();
        System.exit(Drill.run(System.getenv(), System.out) ? 0 : 1);
    }
}
