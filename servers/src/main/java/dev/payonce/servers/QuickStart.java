package dev.payonce.servers;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipFile;

/**
 * A program unpacked the way Spring Boot proposes, beside the JDK's AOT cache of what its start loads and links: it starts
 * with a third of the CPU, which counts for the many starts of tests. It is made once for each build.
 */
public final class QuickStart {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Map<Path, Path> MADE = new ConcurrentHashMap<>();

    private QuickStart() {}

    /**
     * Returns the jar to start instead of that one; {@link JavaProcess} takes the cache that lies beside it.
     *
     * @param environment with which the program's Spring context can be built, for it is built once to see what is loaded
     */
    public static Path of(Path jar, Map<String, String> environment) {
        return MADE.computeIfAbsent(jar, _ -> make(jar, environment));
    }

    private static Path make(Path jar, Map<String, String> environment) {
        try (FileChannel turn = FileChannel.open(jar.resolveSibling("quick.lock"), CREATE, WRITE)) {
            turn.lock(); // Test JVMs start at the same time, and one of them makes it for all.
            String name = "quick-" + Integer.toHexString(contents(jar));
            return CacheFolder.get(
                            requireNonNull(jar.toAbsolutePath().getParent()),
                            name,
                            draft -> fill(draft, jar, environment))
                    .resolve(jar.getFileName());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Hashes the contents; a jar's time and size can be the same for two builds. */
    private static int contents(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(entry -> entry.getName() + entry.getCrc())
                    .toList()
                    .hashCode();
        }
    }

    private static void fill(Path folder, Path jar, Map<String, String> environment) throws IOException {
        Path unpacked = folder.resolve(jar.getFileName());
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        java(
                folder,
                Map.of(),
                "-Djarmode=tools",
                "-jar",
                jar.toAbsolutePath().toString(),
                "extract",
                "--destination",
                ".",
                "--force");
        java(
                folder,
                environment,
                "-XX:-UseSerialGC",
                "-XX:+UseG1GC", // The only collector by which objects can be kept; every one can take them.
                "-XX:AOTCacheOutput=" + folder.resolve(JavaProcess.CACHE),
                "-Dspring.context.exit=onRefresh",
                "-Djava.io.tmpdir=" + temporary, // Tomcat leaves a folder behind at each start.
                "-jar",
                unpacked.toString());
        RunFolder.delete(temporary);
    }

    private static void java(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        Command.mustRun(folder, PATIENCE, JavaProcess.command(List.of(arguments)), environment);
    }
}
