package dev.payonce.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder whose files are settings, as Docker and Kubernetes mount secrets and Spring's configtree reads them. Each file
 * counts as {@code <name>_FILE}: {@code payonce-database-password} is {@code PAYONCE_DATABASE_PASSWORD}.
 */
final class SecretFolder {

    static final String SETTING = "PAYONCE_SECRETS";

    private static final int MOST = 1_000;

    private SecretFolder() {}

    /** Returns the environment together with the folder's files. */
    static Map<String, String> added(Map<String, String> environment, Consumer<String> complaint) {
        String folder = environment.getOrDefault(SETTING, "").strip();
        if (folder.isEmpty()) {
            return environment;
        }
        Map<String, String> all = new HashMap<>(environment);
        for (Path file : files(folder, complaint)) {
            String name = file.getFileName().toString().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")
                    + SettingCatalogue.FILE;
            String other = all.put(name, file.toString());
            if (other != null && !other.isBlank()) {
                complaint.accept(name + " is set twice, also by a file in " + SETTING + ": remove one");
            }
        }
        return all;
    }

    /** Lists its files; Kubernetes keeps their versions in folders beside them. */
    private static List<Path> files(String folder, Consumer<String> complaint) {
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            List<Path> files = all.limit(MOST + 1).filter(Files::isRegularFile).toList();
            if (files.size() <= MOST) {
                return files;
            }
        } catch (IOException | InvalidPathException unreadable) {
            // The complaint says it; the path may be a secret in the wrong place.
        }
        complaint.accept(
                SETTING + " cannot be used: a folder that this process can read, with at most " + MOST + " files");
        return List.of();
    }
}
