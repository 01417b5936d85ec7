package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the glossary and the code know each other's words. */
class GlossaryTest {

    private static final Path ROOT = Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| \\*\\*([^*]+)\\*\\* \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([A-Za-z][A-Za-z_.]*)`");

    private static final CodeNames NAMES = CodeNames.of(sources());
    private static final List<Word> GLOSSARY = ROW.matcher(page())
            .results()
            .map(row -> new Word(row.group(1), row.group(2)))
            .toList();

    /** A row of the glossary. */
    private record Word(String word, String meaning) {

        List<String> codes() {
            return CODE.matcher(meaning).results().map(code -> code.group(1)).toList();
        }

        /** Reports whether a type's name has this word, or this word's meaning names the type. */
        boolean covers(String type) {
            return joined(type).contains(joined(word)) || codes().contains(type);
        }
    }

    @Test
    void everyWordOfTheGlossaryIsAWordOfTheCode() {
        List<String> names = NAMES.all().stream().map(GlossaryTest::joined).toList();

        assertThat(GLOSSARY).hasSizeGreaterThan(50);
        assertThat(GLOSSARY.stream()
                        .filter(word -> names.stream()
                                .noneMatch(name -> name.contains(joined(word.word()))
                                        || word.codes().stream()
                                                .map(GlossaryTest::joined)
                                                .anyMatch(name::equals)))
                        .map(Word::word))
                .isEmpty();
    }

    @Test
    void everyCodeInTheGlossaryExists() {
        assertThat(GLOSSARY.stream()
                        .flatMap(word -> word.codes().stream())
                        .flatMap(code -> Arrays.stream(code.split("\\.")))
                        .filter(code -> !NAMES.all().contains(code)))
                .isEmpty();
    }

    @Test
    void everyPublicTypeHasANounOfTheGlossary() {
        assertThat(NAMES.publicTypes()).hasSizeGreaterThan(50);
        assertThat(NAMES.publicTypes().stream().filter(type -> GLOSSARY.stream().noneMatch(word -> word.covers(type))))
                .isEmpty();
    }

    private static String joined(String words) {
        return words.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }

    private static String page() {
        try {
            return Files.readString(ROOT.resolve("docs/glossary.md"));
        } catch (IOException unreadable) {
            throw new AssertionError("The glossary cannot be read", unreadable);
        }
    }

    private static List<Path> sources() {
        return Stream.of("activities", "api", "process", "worker", "workflows")
                .map(module -> ROOT.resolve(module + "/src/main/java"))
                .flatMap(folder -> walk(folder).stream())
                .toList();
    }

    private static List<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException unreadable) {
            throw new AssertionError(folder + " cannot be read", unreadable);
        }
    }
}
