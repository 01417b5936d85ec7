package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tests that hold CONTRIBUTING's first two language rules over Javadoc, comments, texts, test names and docs.
 *
 * <p>{@code -Dwords=scenarios/} lists the faults of the files whose path contains that text, and fails on any.
 */
class WordsTest {

    private static final Path ROOT = Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");
    private static final Path NOT_YET_CLEAN = ROOT.resolve("workflows/src/test/resources/words-not-yet-clean.txt");
    private static final String WANTED = System.getProperty("words", "");

    @Test
    void theProseObeysTheLanguageRules() throws IOException {
        Set<String> later = Files.exists(NOT_YET_CLEAN) && WANTED.isEmpty()
                ? Set.copyOf(Files.readAllLines(NOT_YET_CLEAN))
                : Set.of();
        Map<String, List<String>> faults = faults();
        if (System.getProperty("words-list") != null) {
            Files.write(NOT_YET_CLEAN, faults.keySet());
        }

        faults.keySet().removeAll(later);
        assertThat(faults.values().stream().flatMap(List::stream).collect(Collectors.joining("\n")))
                .as("The language rules are in CONTRIBUTING, under How we write")
                .isEmpty();
    }

    /** Returns the faults by folder; a page is its own folder. */
    private static Map<String, List<String>> faults() throws IOException {
        return Stream.of(JavaProse.of(files(".java")), pages())
                .flatMap(List::stream)
                .flatMap(Sentence::faults)
                .map(fault -> fault.startsWith("../") ? fault.substring(3) : fault)
                .collect(Collectors.groupingBy(WordsTest::folder, TreeMap::new, Collectors.toList()));
    }

    private static List<Sentence> pages() throws IOException {
        return files(".md").stream()
                .flatMap(file -> PageProse.of(file.toString(), read(file)).stream())
                .toList();
    }

    private static String folder(String fault) {
        String file = fault.substring(0, fault.indexOf(':'));
        return file.endsWith(".md") ? file : Path.of(file).getParent().toString();
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().matches(".*(/target/|/\\.|vendor/|node_modules/|/proposals/).*"))
                    .filter(file -> !file.toString().contains("/words/Sentence"))
                    .filter(file -> file.toString().contains(WANTED))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(file + " cannot be read", unreadable);
        }
    }
}
