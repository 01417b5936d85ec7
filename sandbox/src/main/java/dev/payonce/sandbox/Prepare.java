package dev.payonce.sandbox;

import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import dev.payonce.servers.TemporaryFolder;
import java.io.PrintStream;
import java.util.List;

/** The program of the last step of {@code make build}. */
public final class Prepare {

    private Prepare() {}

    /** Unpacks worker and API, and caches the classes that their start loads. */
    public static void main(String[] arguments) {
        TemporaryFolder.deleteAtExit();
        prepare(System.out);
        List<String> left = TemporaryFolder.leftovers();
        if (!left.isEmpty()) {
            throw new IllegalStateException("Left in the temporary folder: " + left);
        }
    }

    private static void prepare(PrintStream out) {
        try (Progress progress = new Progress(out)) {
            progress.say("preparing a quick start of worker and API, once for each build");
            progress.await(() -> "each starts once, without servers");
            Programs.prepare();
            progress.say("built");
        }
    }
}
