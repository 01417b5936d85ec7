package dev.payonce.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.payonce.ledger.Evidence;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that {@code docs/payments.md} and the code know each other's words. */
class PaymentsPageTest {

    private static final Path ROOT = Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");
    private static final Path SOURCES = ROOT.resolve("workflows/src/main/java/dev/payonce/reconcile");
    private static final Pattern CODE = Pattern.compile("`([A-Za-z][A-Za-z_]*)`");
    private static final Pattern REFUSED = Pattern.compile("PaymentResult\\.refused\\(\\s*\"([^\"]*)\"");

    private final String page = read(ROOT.resolve("docs/payments.md"));

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of("`Stage`", names(Stage.values())),
                Arguments.of("`OperationStatus`", names(OperationStatus.values())),
                Arguments.of("`Evidence`", names(Evidence.values())),
                Arguments.of("`PaymentResult.State`", names(PaymentResult.State.values())),
                Arguments.of("`PaymentResult.Why`", names(PaymentResult.Why.values())),
                Arguments.of("`Review.Reason`", names(Review.Reason.values())),
                Arguments.of("`ReviewAction`", actions()),
                Arguments.of("code", refusals()));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void aTableListsWhatTheCodeHasAndNothingElse(String header, Set<String> inTheCode) {
        assertThat(inTheCode).isNotEmpty();
        assertThat(column(header)).isEqualTo(inTheCode);
    }

    /** In the rules' cells as well, so that a code that was renamed is noticed there, too. */
    @Test
    void everyCodeInCapitalsIsOneOfTheCodes() {
        Set<String> known =
                enums().map(each -> strings(each.get()[1])).flatMap(Set::stream).collect(Collectors.toSet());
        known.addAll(names(PaymentSummary.Status.values()));

        assertThat(codes(page)
                        .filter(code -> code.matches("(?!PAYONCE_)[A-Z][A-Z_]+"))
                        .toList())
                .isNotEmpty()
                .allSatisfy(code -> assertThat(known).contains(code));
    }

    @Test
    void theRulesSayWhichReviewEachOfThemAsks() {
        Set<String> told = codes(section("## The rules of reconciliation")).collect(Collectors.toSet());

        assertThat(told).containsAll(names(Review.Reason.values()));
    }

    @Test
    void theDiagramShowsEveryStageAndWhateverAnOperationMayComeTo() {
        String diagram = between("```mermaid", "```");

        Stream.of(names(Stage.values()), names(OperationStatus.values()))
                .flatMap(Set::stream)
                .forEach(state -> assertThat(diagram).containsPattern("\\b" + state + "\\b"));
        assertThat(Pattern.compile("\\b[A-Z_]{4,}\\b")
                        .matcher(diagram)
                        .results()
                        .map(MatchResult::group))
                .allSatisfy(word -> assertThat(page).contains("`" + word + "`"));
    }

    @Test
    void theLineThatDecidesIsADecision() throws IOException {
        String line = between("temporal workflow update execute", "```");
        String input = line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\''));

        assertThat(line).contains("--name decide");
        assertThat(JacksonJsonPayloadConverter.newDefaultObjectMapper().readValue(input, ReviewDecision.class))
                .isEqualTo(
                        new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "rounded by the old plugin"));
        actions().stream()
                .filter(action -> !action.equals("acceptPaid"))
                .forEach(action -> assertThat(page).contains("`{\"type\":\"" + action + "\"}`"));
    }

    /** Each has its paragraph or its table, under its own name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ownership",
                "CapturedPaymentRules",
                "DuplicatePaymentRules",
                "UncapturedPaymentRules",
                "ReversalRules",
                "ChargeHandler",
                "CaptureHandler",
                "CancelHandler",
                "RefundHandler",
                "UnknownOutcomes",
                "WaitRules"
            })
    void everyFileOfRulesIsNamed(String file) {
        assertThat(page).contains("(`" + file + "`)");
        assertThat(Stream.of("reconcile", "ledger")
                        .map(folder -> SOURCES.resolveSibling(folder).resolve(file + ".java")))
                .anyMatch(Files::exists);
    }

    /** The page's numbers. */
    @Test
    void theBoundsAreThoseOfThePolicy() {
        assertThat(page.replaceAll("\\s+", " "))
                .contains("a charge " + Policy.CHARGE_WITHIN.toMinutes() + " minutes")
                .contains("capture and void " + Policy.MOVE_WITHIN.toHours() + " hours")
                .contains("after " + Policy.UNKNOWN_REFRESH_FIRST.toSeconds() + " s")
                .contains("for " + Policy.ABSENT_AFTER.toMinutes() + " minutes")
                .contains("read more than " + Policy.BEHIND.toMinutes() + " minutes ago")
                .contains("has had " + Policy.OPERATIONS + " operations")
                .contains("after " + Policy.RefreshIntervals.DEFAULT.first().toSeconds()
                        + " s, then less often, at most every "
                        + Policy.RefreshIntervals.DEFAULT.longest().toMinutes() + " minutes")
                .contains("waited for " + Policy.LONG_WAIT.toDays() + " day is refreshed every "
                        + Policy.LONG_REFRESH.toHours() + " hour")
                .contains("else " + Policy.SHOPPER_WITHIN.toDays() + " day; then what is ours is voided")
                .contains(Policy.BEFORE_IT_LAPSES.toDays() + " day before the authorization lapses")
                .contains("else " + Policy.AUTHORIZED_FOR.toDays() + " days")
                .contains("last " + Policy.FRESH.toSeconds() + " s")
                .contains("or " + Policy.CHARGE_WITHIN.toMinutes() + " minutes where a rule decided it")
                .contains(Policy.OPERATIONS + " operations | refused");
        assertThat(List.of(Policy.REFUND_AGAIN.toMinutes(), Policy.REFUNDS))
                .as("turns down is tried again after ten minutes, three times in all")
                .containsExactly(10L, 3);
    }

    private static Set<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> actions() {
        return Arrays.stream(
                        ReviewAction.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> refusals() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> REFUSED.matcher(read(file)).results())
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new AssertionError("The sources cannot be listed", unreadable);
        }
    }

    /** Returns the codes in the first cell of each row of the table that begins with this cell. */
    private Set<String> column(String header) {
        List<String> lines = page.lines()
                .dropWhile(line -> !line.startsWith("| " + header + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        return lines.stream()
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(PaymentsPageTest::codes)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> codes(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1));
    }

    private String section(String heading) {
        String rest = page.substring(page.indexOf(heading) + heading.length());
        return rest.substring(0, rest.indexOf("\n## "));
    }

    private String between(String start, String end) {
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf(end, from));
    }

    @SuppressWarnings("unchecked")
    private static Set<String> strings(Object set) {
        return (Set<String>) set;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(file + " cannot be read", unreadable);
        }
    }
}
