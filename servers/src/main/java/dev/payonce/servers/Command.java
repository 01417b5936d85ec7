package dev.payonce.servers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that is run to its end. */
public record Command(int exitCode, String output) {

    /** Runs it in the folder; throws {@link IOException} when it does not end in time. */
    static Command run(Path folder, Duration patience, List<String> command) throws IOException {
        return run(folder, patience, command, Map.of());
    }

    /** Runs it with this environment added to this JVM's own; throws {@link IOException} when it does not end in time. */
    public static Command run(Path folder, Duration patience, List<String> command, Map<String, String> environment)
            throws IOException {
        Path log = Files.createTempFile("payonce-command-", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!ends(process, patience)) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " did not end in " + patience.toSeconds() + " s");
            }
            return new Command(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(log);
        }
    }

    /** Runs it in the folder; throws {@link IOException} with its output when it fails. */
    static void mustRun(Path folder, Duration patience, List<String> command) throws IOException {
        mustRun(folder, patience, command, Map.of());
    }

    /** Runs it with this environment added to this JVM's own. */
    static void mustRun(Path folder, Duration patience, List<String> command, Map<String, String> environment)
            throws IOException {
        Command done = run(folder, patience, command, environment);
        if (done.exitCode != 0) {
            throw new IOException(command.getFirst() + " failed with " + done.exitCode + ": " + done.output);
        }
    }

    private static boolean ends(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
