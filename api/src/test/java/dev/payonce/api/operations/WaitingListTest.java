package dev.payonce.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.woocommerce.listed.MySqlListedOrders;
import dev.payonce.workflow.Stall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of the operators' list: its rows, filters, pages and spreadsheets. */
class WaitingListTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static final MySqlListedOrders.Row ANNS = new MySqlListedOrders.Row(
            Optional.of(new Money(4990, "EUR")), Optional.of(MySqlListedOrders.customer(" Ann@Example.com ")));

    private final List<ReviewTable.Row> reviews = new ArrayList<>(List.of(
            new ReviewTable.Row(7, 1, "AMOUNT_DIFFERS", NOW.minusSeconds(600)),
            new ReviewTable.Row(8, 2, "DISPUTED", NOW.minusSeconds(60))));
    private final List<Run> stalled = new ArrayList<>(List.of(new Run(
            "9",
            true,
            "stripe-401",
            Optional.of(new Stall("stripe-401", NOW.minusSeconds(300), true, "Check the \"key\"")))));
    private final WaitingController list = new WaitingController(new WaitingReader(
            new WaitingList(
                    most -> reviews.stream().limit(most).toList(),
                    _ -> List.of(new UnassignedTable.Row("stripe", "pi_1", "49.90 EUR", false, NOW.minusSeconds(900))),
                    _ -> stalled(),
                    _ -> overdue(),
                    numbers -> numbers.contains(7L) ? Map.of(7L, ANNS) : Map.of(),
                    _ -> Map.of(new ReviewTable.Key(7, 1), "stripe")),
            "",
            InstantSource.fixed(NOW)));
    private boolean temporalIsAway;
    private boolean shopIsAway;

    private List<MySqlListedOrders.Overdue> overdue() {
        if (shopIsAway) {
            throw new IllegalStateException("secret detail");
        }
        return List.of(new MySqlListedOrders.Overdue(6, NOW.minusSeconds(1_200)));
    }

    private List<Run> stalled() {
        if (temporalIsAway) {
            throw new IllegalStateException("secret detail");
        }
        return stalled;
    }

    private String listed(String kind, String code, String order, String olderThan, String page) {
        Map<String, String> query =
                new HashMap<>(Map.of("kind", kind, "code", code, "order", order, "olderThan", olderThan, "page", page));
        query.values().removeIf(String::isEmpty);
        return new String(list.waiting(query).getBody(), StandardCharsets.UTF_8);
    }

    @Test
    void allThatNeedsAPersonIsListedOldestFirst() {
        assertThat(listed("", "", "", "0", "1"))
                .startsWith(
                        "{\"count\":5,\"whole\":true,\"temporal\":true,\"shop\":true,\"rows\":[{\"kind\":\"effect\"")
                .containsSubsequence("\"payment\":\"pi_1\"", "\"order\":7", "\"order\":9", "\"order\":8")
                .contains(
                        "{\"kind\":\"review\",\"order\":7,\"code\":\"AMOUNT_DIFFERS\",\"review\":1,\"gateway\":\"stripe\","
                                + "\"amount\":\"49.90 EUR\",\"customer\":\""
                                + ANNS.customer().orElseThrow()
                                + "\",\"since\":\"2026-11-25T11:50:00Z\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~shadow", "eu", "eu~shadow"})
    void aStalledRunHasItsOrderInEachStoreAndMode(String store) {
        String prefix = store.isEmpty() ? "" : store + "-";
        WaitingController controller = new WaitingController(new WaitingReader(
                new WaitingList(
                        _ -> List.of(),
                        _ -> List.of(),
                        _ -> List.of(
                                stalledRun(prefix + "12", NOW.minusMillis(60_000)),
                                stalledRun(prefix + "11", NOW.minusMillis(60_500)),
                                stalledRun(prefix + "10", NOW.minusMillis(60_400)),
                                stalledRun("x", NOW))),
                store,
                InstantSource.fixed(NOW)));

        assertThat(new String(controller.waiting(Map.of()).getBody(), StandardCharsets.UTF_8))
                .startsWith("{\"count\":4,")
                .containsSubsequence("\"order\":11", "\"order\":10", "\"order\":12", "\"run\":\"x\"");
        assertThat(new String(controller.waiting(Map.of("order", "10")).getBody(), StandardCharsets.UTF_8))
                .startsWith("{\"count\":1,");
    }

    private static Run stalledRun(String workflow, Instant since) {
        return new Run(workflow, true, "stripe-401", Optional.of(new Stall("stripe-401", since, true, "Check it")));
    }

    @ParameterizedTest
    @CsvSource({
        "review, '', '', 0, 2",
        "stalled, '', '', 0, 1",
        "'', DISPUTED, '', 0, 1",
        "'', '', 9, 0, 1",
        "'', '', '', 400, 3",
        "review, stripe-401, '', 0, 0"
    })
    void aFilterIsPartOfTheAddress(String kind, String code, String order, String olderThan, int count) {
        assertThat(listed(kind, code, order, olderThan, "1")).startsWith("{\"count\":" + count + ",");
    }

    /** A proposal is over after a day, and the list then shows it no more. */
    @Test
    void aReviewSaysWhoHasProposedADecision() {
        reviews.add(proposed(10, Duration.ofHours(23)));
        reviews.add(proposed(11, Duration.ofHours(24)));

        assertThat(listed("review", "", "10", "0", "1")).contains("ann has proposed a decision");
        assertThat(listed("review", "", "11", "0", "1")).doesNotContain("proposed");
    }

    private static ReviewTable.Row proposed(long order, Duration ago) {
        return new ReviewTable.Row(
                order, 1, "VOID_DUE", NOW.minus(ago), Optional.of("ann"), Optional.of(NOW.minus(ago)));
    }

    @Test
    void theNewestRowsComeFirstWhereTheAddressSaysSo() {
        assertThat(new String(list.waiting(Map.of("sort", "newest")).getBody(), StandardCharsets.UTF_8))
                .containsSubsequence("\"order\":8", "\"order\":9", "\"order\":7", "\"payment\":\"pi_1\"");
    }

    @Test
    void aLongListHasPagesAndSaysWhenItIsCut() {
        LongStream.range(10, 2_000)
                .mapToObj(each -> new ReviewTable.Row(each, 1, "VOID_DUE", NOW))
                .forEach(reviews::add);

        assertThat(listed("review", "", "", "0", "1"))
                .startsWith("{\"count\":1000,\"whole\":false,")
                .endsWith("\"next\":2}");
        assertThat(listed("review", "", "", "0", "10")).doesNotContain("\"next\"");
    }

    @Test
    void withoutTemporalTheRestIsListedAndSaysSo() {
        temporalIsAway = true;

        assertThat(listed("", "", "", "0", "1")).startsWith("{\"count\":4,\"whole\":true,\"temporal\":false,");
    }

    /** The hash is what {@code printf %s ann@example.com | sha256sum | cut -c1-32} prints. */
    @ParameterizedTest
    @CsvSource({
        "amount, 49.9, 2",
        "amount, 49.90 EUR, 2",
        "amount, 49.90 USD, 0",
        "amount, 4.99, 0",
        "gateway, stripe, 2",
        "gateway, other, 0",
        "customer, 71d4f55f72fa128dfb468a1a3901507c, 1",
        "kind, effect, 1",
        "kind, proposal, 1"
    })
    void amountGatewayAndShopperAreFiltersToo(String field, String value, int count) {
        reviews.add(new ReviewTable.Row(3, 0, ReviewTable.REFUND_PROPOSED, NOW, Optional.of("ann"), Optional.of(NOW)));

        assertThat(new String(list.waiting(Map.of(field, value)).getBody(), StandardCharsets.UTF_8))
                .startsWith("{\"count\":" + count + ",");
    }

    @Test
    void aSpreadsheetHasAllRowsAndSaysWhereItIsCut() {
        LongStream.range(10, 310)
                .mapToObj(each -> new ReviewTable.Row(each, 1, "VOID_DUE", NOW))
                .forEach(reviews::add);
        assertThat(csv(Map.of("kind", "review", "format", "csv", "page", "2")).lines())
                .hasSize(1 + 302);

        LongStream.range(310, 2_000)
                .mapToObj(each -> new ReviewTable.Row(each, 1, "VOID_DUE", NOW))
                .forEach(reviews::add);
        assertThat(csv(Map.of("kind", "review", "format", "csv"))
                        .lines()
                        .toList()
                        .getLast())
                .startsWith("\"incomplete\"");
    }

    @Test
    void noSpreadsheetLacksTheRowsOfASystemThatIsAway() {
        Map<String, String> csv = Map.of("format", "csv");
        temporalIsAway = true;
        assertThat(list.waiting(csv).getStatusCode().value()).isEqualTo(503);
        assertThat(list.waiting(Map.of("kind", "review", "format", "csv"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        temporalIsAway = false;
        shopIsAway = true;
        assertThat(list.waiting(csv).getStatusCode().value()).isEqualTo(503);
        assertThat(listed("", "", "", "0", "1"))
                .startsWith("{\"count\":4,\"whole\":true,\"temporal\":true,\"shop\":false,");
    }

    private String csv(Map<String, String> query) {
        return new String(list.waiting(query).getBody(), StandardCharsets.UTF_8);
    }

    @Test
    void aSpreadsheetTakesNoFieldForAFormula() {
        stalled.add(new Run("=1+1", true, "stripe-401", Optional.empty()));

        assertThat(new String(
                        list.waiting(Map.of("kind", "stalled", "format", "csv")).getBody(), StandardCharsets.UTF_8))
                .startsWith("kind,order,run,code,review,gateway,payment,amount,customer,since,says\r\n")
                .contains("\"'=1+1\"", "\"Check the \"\"key\"\"\"");
    }
}
