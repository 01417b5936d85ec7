package dev.payonce.servers;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A cached folder that is made once for a user and then only read: an unpacked server, an initialized data folder. */
final class CacheFolder {

    /** A recipe that fills the new, empty folder. */
    @FunctionalInterface
    interface Recipe {
        void fill(Path folder) throws IOException;
    }

    private CacheFolder() {}

    /** Returns {@code PAYONCE_CACHE}, else {@code XDG_CACHE_HOME/payonce}, else {@code ~/.cache/payonce}. */
    static Path root(Map<String, String> environment) {
        String own = environment.get("PAYONCE_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = environment.get("XDG_CACHE_HOME");
        Path parent = shared != null && !shared.isBlank()
                ? Path.of(shared).toAbsolutePath()
                : Path.of(System.getProperty("user.home"), ".cache");
        return parent.resolve("payonce");
    }

    /**
     * Returns the folder of that name, filled. It is filled under another name and renamed when whole, so that no process
     * sees half of it. Of two processes that fill it at once, the later one takes the earlier one's folder.
     */
    static Path get(Path root, String name, Recipe recipe) throws IOException {
        Path finished = root.resolve(name);
        if (Files.isDirectory(finished)) {
            return finished;
        }
        Files.createDirectories(root);
        Path draft = Files.createTempDirectory(root, ".draft-");
        ExitHook hook = ExitHook.onExit("cache", () -> RunFolder.delete(draft));
        try {
            recipe.fill(draft);
            Files.move(draft, finished, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException lost) {
            if (!Files.isDirectory(finished)) {
                throw lost;
            }
        } finally {
            RunFolder.delete(draft);
            hook.callOff();
        }
        return finished;
    }
}
