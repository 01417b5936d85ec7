package dev.payonce.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The place of the program {@code temporal} on this machine. */
final class TemporalProgram {

    private TemporalProgram() {}

    /**
     * Finds the program that {@code TEMPORAL_CLI} names, else {@code temporal} on the path, else {@code .tools/temporal} in the given folder
     * or one above it.
     */
    static Path find(Map<String, String> environment, Path from) {
        String named = environment.getOrDefault("TEMPORAL_CLI", "");
        if (!named.isBlank()) {
            return Optional.of(Path.of(named).toAbsolutePath())
                    .filter(Files::isExecutable)
                    .orElseThrow(() -> new IllegalStateException("TEMPORAL_CLI names no program: " + named));
        }
        Stream<Path> onPath = Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "temporal"));
        Stream<Path> fetched = Stream.iterate(from.toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(".tools/temporal"));
        return Stream.concat(onPath, fetched)
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The program temporal is missing: run"
                        + " scripts/fetch-temporal, or install it and name it in TEMPORAL_CLI"));
    }
}
