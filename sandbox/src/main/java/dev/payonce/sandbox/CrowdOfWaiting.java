package dev.payonce.sandbox;

import dev.payonce.sandbox.crowd.Crowd;
import dev.payonce.servers.TemporaryFolder;

/** The program of {@code make crowd}. */
public final class CrowdOfWaiting {

    private CrowdOfWaiting() {}

    /** Exits 0 only if every payment that waited was paid in the end. COUNT comes from the environment. */
    public static void main(String[] arguments) throws InterruptedException {
        TemporaryFolder.deleteAtExit();
        System.exit(Crowd.run(System.getenv(), System.out) ? 0 : 1);
    }
}
