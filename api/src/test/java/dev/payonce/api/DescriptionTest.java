package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.http.Problem;
import dev.payonce.request.PaymentResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The tests that {@code openapi.yaml} describes each route and each code of the API, and no other. */
class DescriptionTest {

    private static final Pattern OWN_CODE = Pattern.compile("\\.code\\(\\s*\"([a-z_]+)\"\\)");
    private static final Pattern ON_PAGE = Pattern.compile("<a id=\"([a-z_]+)\"></a>`\\1` \\| (\\d{3}) ");
    private static final Pattern OF_FINAL = Pattern.compile("Final\\(\\s*State\\.[A-Z]+,\\s*\"([a-z_]+)\"");
    private static final Pattern REFUSAL = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");
    private static final Path RESOURCES = Path.of("src/main/resources");

    private final Map<?, ?> description = new Yaml().load(read(RESOURCES.resolve("openapi.yaml")));

    @Test
    void eachRouteIsDescribedAndNoOther() {
        Set<String> described = new TreeSet<>();
        in(description, "paths")
                .forEach((path, operations) -> ((Map<?, ?>) operations)
                        .keySet().stream()
                                .filter(method -> !method.equals("parameters"))
                                .forEach(method ->
                                        described.add(method.toString().toUpperCase(Locale.ROOT) + " " + path)));

        try (RunningApi api = new RunningApi()) {
            assertThat(described).hasSizeGreaterThan(8).containsExactlyInAnyOrderElementsOf(api.routes(false));
        }
    }

    @Test
    void theCodesOfProblemsAreThoseOfTheCodeAndOfThePage() {
        Set<String> code = new TreeSet<>(Problem.words());
        code.addAll(matches(OWN_CODE, sources(Path.of("src/main/java"))));

        assertThat(code).hasSizeGreaterThan(20);
        assertThat(matches(ON_PAGE, read(RESOURCES.resolve("problems.md")))).isEqualTo(code);
        assertThat(listed("Problem", "properties", "code")).containsExactlyInAnyOrderElementsOf(code);
    }

    @Test
    void theCodesOfAnswersThatAreNotFinalAreTheReasonsOfTheCode() {
        assertThat(listed("StateCode"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(PaymentResult.Why.values())
                        .map(why -> why.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** The page's table is held to the rules by {@code PaymentsPageTest}. */
    @Test
    void theCodesOfFinalAnswersAreThoseOfTheRules() {
        String page = read(Path.of("../docs/payments.md"));
        String refusals = page.substring(page.indexOf("| code | asked for |"));
        Set<String> rules = new TreeSet<>(matches(REFUSAL, refusals.substring(0, refusals.indexOf("\n\n"))));
        rules.addAll(matches(OF_FINAL, sources(Path.of("../workflows/src/main/java/dev/payonce/reconcile"))));
        rules.add(PaymentResult.TWIN_OF.replace(":", ""));

        assertThat(rules).hasSizeGreaterThan(20);
        assertThat(listed("AnswerCode")).containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    void theStatusesOfAnswersAreThoseOfTheCode() {
        List<String> states = Arrays.stream(PaymentResult.State.values())
                .map(state -> state.name().toLowerCase(Locale.ROOT))
                .toList();

        assertThat(listed("PaymentResponse", "properties", "status"))
                .hasSize(states.size() + 4)
                .containsAll(states)
                .contains("action_required", "pending", "working", "later");
    }

    /** Returns the values that a schema lists. */
    private List<String> listed(String... keys) {
        Map<?, ?> schema = in(in(description, "components", "schemas"), keys);
        return ((List<?>) schema.get("enum")).stream().map(Object::toString).toList();
    }

    /** Returns the part of the description that these keys lead to. */
    private static Map<?, ?> in(Map<?, ?> whole, String... keys) {
        Map<?, ?> part = whole;
        for (String key : keys) {
            part = (Map<?, ?>) part.get(key);
        }
        return part;
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(DescriptionTest::read).collect(Collectors.joining());
        } catch (IOException unreadable) {
            throw new AssertionError(folder + " cannot be listed", unreadable);
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
