package dev.payonce.sandbox;

import dev.payonce.sandbox.triggers.TriggerRun;
import dev.payonce.servers.TemporaryFolder;

/** The program of {@code make stripe-cli}. */
public final class StripeCli {

    private StripeCli() {}

    /** Exits 0 only if each trigger worked, and Payonce took each of its events. */
    public static void main(String[] arguments) throws Exception {
        TemporaryFolder.deleteAtExit();
        System.exit(TriggerRun.run(System.out) ? 0 : 1);
    }
}
