package dev.payonce.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder for temporary files that {@code scripts/sandbox} makes for one program. Each server and process has its own
 * folder in it, and deletes that when it is closed.
 */
public final class TemporaryFolder {

    private static final String PROPERTY = "payonce.temporary";

    private TemporaryFolder() {}

    /** Deletes it when this JVM ends, by Ctrl-C too. */
    public static void deleteAtExit() {
        path().ifPresent(folder -> ExitHook.onExit("temporary", () -> RunFolder.delete(folder)));
    }

    /** Names the files that are still in it: none once everything is closed. Empty where no script made a folder. */
    public static List<String> leftovers() {
        return path().map(TemporaryFolder::names).orElse(List.of());
    }

    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<Path> path() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    }
}
