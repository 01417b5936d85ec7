package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.words.SentenceTest.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tests that hold CONTRIBUTING's first two language rules over Javadoc, comments, texts, test names and docs.
 *
 * <p>{@code -Dwords=scenarios/} lists the faults of the files whose path contains that text, and fails on any.
 */
class WordsTest {

    private static final String WANTED = System.getProperty("words", "");

    @Test
    void theProseObeysTheLanguageRules() throws IOException {
        assertThat(Stream.of(JavaSources.prose(files(".*[.]java")), pages(), others())
                        .flatMap(List::stream)
                        .flatMap(Sentence::faults)
                        .collect(Collectors.joining("\n")))
                .as("The language rules are in CONTRIBUTING, under How we write")
                .isEmpty();
    }

    private static List<Sentence> pages() throws IOException {
        return files(".*[.]md").stream()
                .flatMap(file -> Sentence.ofPage(file.toString(), read(file)).stream())
                .toList();
    }

    /** Returns the lines of scripts, statements, settings and the plugin; only the forbidden words count there. */
    private static List<Sentence> others() throws IOException {
        List<Sentence> lines = new ArrayList<>();
        for (Path file : files(".*[.](sql|ya?ml|xml|php|js|css|po|pot|txt|sh)|(.*/)?(Makefile|scripts/[a-z-]+)")) {
            int number = 0;
            for (String line : read(file).lines().toList()) {
                number++;
                lines.add(new Sentence(file + ":" + number, Sentence.Kind.TEXT, line));
            }
        }
        return lines;
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> all = Files.walk(JavaSources.ROOT)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(name))
                    .filter(
                            file -> !file.toString()
                                    .matches(
                                            ".*(/target/|/\\.|vendor/|node_modules/|/proposals/|license.txt|docs/messages.md).*"))
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
