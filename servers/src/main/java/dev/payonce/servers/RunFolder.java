package dev.payonce.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/** A folder that lives until the process that writes to it is closed. */
final class RunFolder {

    private static final Duration DELETE_PATIENCE = Duration.ofSeconds(5);

    private RunFolder() {}

    /** Makes a folder that only this user can read, below the folder for temporary files. */
    static Path create(String name) {
        try {
            return Files.createTempDirectory("payonce-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the folder, with retries: a process that was just killed may have created further files. */
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
