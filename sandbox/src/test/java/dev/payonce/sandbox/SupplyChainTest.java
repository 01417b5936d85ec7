package dev.payonce.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of the scripts that check what Payonce is made of: {@code audit} and {@code pin-images}. */
class SupplyChainTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern IMAGE = Pattern.compile("(?m)^(?: *image: *|FROM *)(\\S+)$");
    private static final int NO_DATABASE = 3;

    @TempDir
    private Path folder;

    private record Run(int code, String output) {}

    @ParameterizedTest
    @CsvSource({
        "'{\"introduced\":\"0\"},{\"fixed\":\"1.10.1\"}'",
        "'{\"introduced\":\"1.9\"}'",
        "'{\"fixed\":\"1.11\"},{\"introduced\":\"1.9\"},{\"fixed\":\"1.2\"},{\"introduced\":\"0\"}'",
        "'{\"introduced\":\"1.10-rc1\"},{\"last_affected\":\"1.10.0\"}'",
        "'{\"introduced\":\"0\"},{\"fixed\":\"1.2\"},{\"introduced\":\"1.10\"},{\"fixed\":\"2.0\"}'"
    })
    void aLibraryInTheRangeOfAWeaknessIsNamed(String events) throws Exception {
        Run run = audit(entry("com.example:pay", events, Instant.now()));

        assertThat(run.code()).as(run.output()).isEqualTo(1);
        assertThat(run.output()).contains("com.example:pay:1.10", "GHSA-test CVE-2026-1", "1 known weaknesses");
    }

    @ParameterizedTest
    @CsvSource({
        "com.example:pay, '{\"introduced\":\"0\"},{\"fixed\":\"1.9\"}'",
        "com.example:pay, '{\"introduced\":\"0\"},{\"fixed\":\"1.10.0\"}'",
        "com.example:pay, '{\"introduced\":\"1.10.1\"}'",
        "com.example:pay, '{\"introduced\":\"0\"},{\"last_affected\":\"1.10-rc2\"}'",
        "com.example:pay, '{\"introduced\":\"1.11\"},{\"fixed\":\"1.2\"},{\"introduced\":\"0\"}'",
        "com.example:other, '{\"introduced\":\"0\"}'"
    })
    void aLibraryOutsideOfItsRangeIsNot(String name, String events) throws Exception {
        Run run = audit(entry(name, events, Instant.now()));

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("1 libraries, 0 known weaknesses");
    }

    @Test
    void aWithdrawnEntryIsNoWeakness() throws Exception {
        String entry = entry("com.example:pay", "{\"introduced\":\"0\"}", Instant.now());

        assertThat(audit(entry.replaceFirst("\\{", "{\"withdrawn\":\"2026-01-01T00:00:00Z\","))
                        .code())
                .isZero();
    }

    @Test
    void withoutADatabaseItSaysThatNothingWasChecked() throws Exception {
        Run run = python("scripts/audit", folder.resolve("none.zip").toString(), sbom());

        assertThat(run.code()).isEqualTo(NO_DATABASE);
        assertThat(run.output()).contains("Nothing was checked", "none.zip");
    }

    @Test
    void anOldDatabaseIsNoProof() throws Exception {
        Instant old = Instant.now().minus(Duration.ofDays(15));

        assertThat(audit(entry("com.example:other", "{\"introduced\":\"0\"}", old))
                        .code())
                .isEqualTo(NO_DATABASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "deploy/Dockerfile"})
    void eachImageHasAVersionAndADigestOnceItIsPinned(String file) throws IOException {
        assertThat(images(ROOT.resolve(file)))
                .isNotEmpty()
                .allMatch(image -> image.matches("[a-z0-9._/-]+:v?[0-9][A-Za-z0-9.-]*(@sha256:[0-9a-f]{64})?"));
    }

    /** A program in the place of docker answers, since no registry is reached here. */
    @Test
    void pinningWritesTheDigestOfEachImageAndReplacesAFormerOne() throws Exception {
        List<String> images = List.of("docker-compose.yml", "deploy/Dockerfile", "deploy/mtail/Dockerfile");
        for (String file :
                Stream.concat(images.stream(), Stream.of("scripts/pin-images")).toList()) {
            Path copy = folder.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(file), copy);
        }
        for (String digit : List.of("a", "b")) {
            Path docker = Files.createDirectories(folder.resolve("bin")).resolve("docker");
            Files.writeString(docker, "#!/bin/sh\necho sha256:" + digit.repeat(64) + "\n");
            assertThat(docker.toFile().setExecutable(true)).isTrue();
            Run run =
                    run(folder, List.of("sh", "scripts/pin-images"), docker.getParent() + ":" + System.getenv("PATH"));
            assertThat(run.code()).as(run.output()).isZero();

            List<String> pinned = images.stream()
                    .flatMap(file -> images(folder.resolve(file)).stream())
                    .toList();
            assertThat(pinned).hasSizeGreaterThan(12).allMatch(image -> image.endsWith("@sha256:" + digit.repeat(64)));
            assertThat(pinned)
                    .extracting(image -> image.replaceFirst("@.*", ""))
                    .isEqualTo(images.stream()
                            .flatMap(file -> images(ROOT.resolve(file)).stream())
                            .map(image -> image.replaceFirst("@.*", ""))
                            .toList());
        }
    }

    private Run audit(String entry) throws Exception {
        Path database = folder.resolve("all.zip");
        try (OutputStream file = Files.newOutputStream(database);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("GHSA-test.json"));
            zip.write(entry.getBytes(StandardCharsets.UTF_8));
        }
        return python("scripts/audit", database.toString(), sbom());
    }

    private static String entry(String name, String events, Instant modified) {
        return """
                {"id":"GHSA-test","aliases":["CVE-2026-1"],"modified":"%s","summary":"A planted weakness","affected":[
                {"package":{"ecosystem":"Maven","name":"%s"},"ranges":[{"type":"ECOSYSTEM","events":[%s]}]}]}""".formatted(modified, name, events);
    }

    private String sbom() throws IOException {
        return Files.writeString(folder.resolve("sbom.json"), """
                        {"components":[{"group":"com.example","name":"pay","version":"1.10"}]}""").toString();
    }

    private static Run python(String... line) throws Exception {
        Run version = run(ROOT, List.of("python3", "--version"), System.getenv("PATH"));
        assumeThat(version.code()).as("Python 3 is installed").isZero();
        return run(ROOT, List.of(line), System.getenv("PATH"));
    }

    private static Run run(Path folder, List<String> line, String path) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                        Stream.concat(Stream.of("env"), line.stream()).toList())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        program.environment().put("PATH", path);
        Process running = program.start();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(running.exitValue(), output);
    }

    private static List<String> images(Path file) {
        try {
            return IMAGE.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toList());
        } catch (IOException unreadable) {
            throw new AssertionError(file + " cannot be read", unreadable);
        }
    }
}
