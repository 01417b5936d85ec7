package dev.payonce.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check of the names that pages take from the code: files and members. */
class DocsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern QUESTION = Pattern.compile("^\\| (.+\\?) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Za-z]\\w*)`");
    private static final Pattern MEMBER = Pattern.compile("`([A-Za-z_]\\w*)(?:\\(\\))?`");
    private static final Pattern PORTS = Pattern.compile("implements ([\\w, ]+) \\{");

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract)|S\\d\\d_\\w+)`");

    /** A line of the checklists, by the number of its requirement. */
    private static final Pattern CHECKED = Pattern.compile("(?m)^\\| (API)?\\d[^|]* \\|.*$");

    private final Map<String, String> sources = sources();

    @Test
    void eachOfTheSixQuestionsIsAnsweredInAtMostTwoFilesThatHoldWhatTheAnswerNames() throws IOException {
        List<MatchResult> questions =
                QUESTION.matcher(page("CONTRIBUTING.md")).results().toList();

        assertThat(questions).hasSize(6);
        for (MatchResult question : questions) {
            List<String> read = names(NAME, question.group(3));
            assertThat(read).as(question.group(1)).hasSizeBetween(1, 2).allMatch(sources::containsKey);
            String there = read.stream().map(sources::get).collect(Collectors.joining());
            assertThat(names(MEMBER, question.group(2)))
                    .as(question.group(1))
                    .filteredOn(name -> !name.startsWith("PAYONCE_"))
                    .allMatch(name -> sources.containsKey(name)
                            || there.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
        }
    }

    /** Checks that the way is whole: each file is named by one before it, or implements a port that is. */
    @Test
    void aCallbackCrossesAtMostTwentyFiles() throws IOException {
        String page = page("docs/architecture.md");
        String list = page.substring(page.indexOf("Files, in order"));
        List<String> way = names(NAME, list.substring(0, list.indexOf("\n\n")));

        assertThat(way).hasSizeBetween(10, 20).doesNotHaveDuplicates().allMatch(sources::containsKey);
        List<String> before = new ArrayList<>();
        for (String file : way) {
            assertThat(before.isEmpty() || reached(file, before))
                    .as("%s is reached from %s", file, before)
                    .isTrue();
            before.add(file);
        }
    }

    @Test
    void guaranteesSecurityAndTheSimulatorsPageNameOnlyTestsThatExist() throws IOException {
        List<String> known = Stream.of(
                        "workflows",
                        "servers",
                        "activities",
                        "process",
                        "worker",
                        "api",
                        "sandbox",
                        "scenarios",
                        "wordpress")
                .flatMap(module -> files(ROOT.resolve(module)))
                .map(file -> file.getFileName().toString().replaceFirst("[.](java|php)$", ""))
                .toList();

        assertThat(names(TEST, page("docs/guarantees.md")))
                .hasSizeGreaterThan(80)
                .isSubsetOf(known);
        assertThat(names(TEST, page("docs/security.md"))).hasSizeGreaterThan(30).isSubsetOf(known);
        assertThat(names(TEST, page("SECURITY.md"))).hasSizeGreaterThan(8).isSubsetOf(known);
        assertThat(names(TEST, page("docs/simulator.md")))
                .hasSizeGreaterThan(20)
                .isSubsetOf(known);
    }

    @Test
    void thePagesNameTheVersionsThatAreUsed() throws IOException {
        assertThat(page("docs/operations.md")).contains(Stripe.VERSION + " pins `" + Stripe.API_VERSION + "`");
        String cli = page("scripts/fetch-stripe-cli").replaceFirst("(?s).*\\nversion=([0-9.]+)\\n.*", "$1");
        assertThat(page("docs/simulator.md")).contains("stripe-java " + Stripe.VERSION, "Stripe CLI " + cli);
    }

    @Test
    void eachLineOfTheSecurityChecklistsNamesItsTestOrTheReasonForANo() throws IOException {
        String page = page("docs/security.md");
        List<String> lines = CHECKED.matcher(page.substring(page.indexOf("## Checklists")))
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(lines)
                .hasSizeGreaterThan(30)
                .allSatisfy(line -> assertThat(line).containsPattern("(" + TEST.pattern() + "|no: |not applicable: )"));
    }

    private boolean reached(String file, List<String> before) {
        Stream<String> ports = PORTS.matcher(source(file))
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(", *")));
        List<String> names = Stream.concat(Stream.of(file), ports).toList();
        return before.stream()
                .anyMatch(each -> names.stream()
                        .anyMatch(name -> Pattern.compile("\\b" + name + "\\b")
                                .matcher(source(each))
                                .find()));
    }

    private String source(String file) {
        return sources.getOrDefault(file, "");
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static Map<String, String> sources() {
        try (Stream<Path> modules = Stream.of("workflows", "activities", "process", "worker", "api")
                .map(module -> ROOT.resolve(module + "/src"))) {
            return modules.flatMap(DocsTest::files)
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            DocsTest::read,
                            (one, _) -> one));
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList().stream();
        } catch (IOException unreadable) {
            throw new AssertionError(folder + " cannot be read", unreadable);
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
