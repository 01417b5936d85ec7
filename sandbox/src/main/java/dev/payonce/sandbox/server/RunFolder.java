package dev.payonce.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/** Folders that live as long as the process that writes to them. */
final class RunFolder {

    private static final Duration DELETE_PATIENCE = Duration.ofSeconds(5);

    private RunFolder() {}

    /** A new folder that only this user can read, below the system's folder for temporary files. */
    static Path create(String name) {
        try {
            return Files.createTempDirectory("payonce-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tries again for a while: a process that was killed a moment ago may still have been creating files. */
    static void delete(Path folder) {
        Await.holdsWithin(DELETE_PATIENCE, () -> {
            try {
                FileSystemUtils.deleteRecursively(folder);
                return true;
            } catch (IOException stillWrittenTo) {
                return false;
            }
        });
    }
}
