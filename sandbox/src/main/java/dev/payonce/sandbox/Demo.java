package dev.payonce.sandbox;

import dev.payonce.sandbox.demo.DemoRun;
import dev.payonce.servers.TemporaryFolder;

/** The program of {@code make demo}. */
public final class Demo {

    private Demo() {}

    /** Exits 0 only if every invariant held. SEED and ORDERS come from the environment. */
    public static void main(String[] arguments) throws Exception {
        TemporaryFolder.deleteAtExit();
        System.exit(DemoRun.run(System.getenv(), System.out) ? 0 : 1);
    }
}
