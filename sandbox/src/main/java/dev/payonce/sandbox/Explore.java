package dev.payonce.sandbox;

import dev.payonce.sandbox.explore.Exploration;
import dev.payonce.servers.TemporaryFolder;

/** The program of {@code make explore}. */
public final class Explore {

    private Explore() {}

    /** Exits 0 only if each property held the whole time. */
    public static void main(String[] arguments) throws Exception {
        TemporaryFolder.deleteAtExit();
        int minutes = Integer.parseInt(System.getenv().getOrDefault("MINUTES", "10"));
        System.exit(Exploration.run(minutes, System.out) ? 0 : 1);
    }
}
