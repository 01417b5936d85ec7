package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.operations.WaitingController;
import dev.payonce.api.operations.WaitingList;
import dev.payonce.api.operations.WaitingReader;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.ledger.HandledPayment;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.OrderId;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.workflow.Stall;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' list and their decisions. */
class OperationsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @AutoClose
    private static final RunningApi api = new RunningApi();

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
                    _ -> stalled()),
            "",
            InstantSource.fixed(NOW)));
    private boolean temporalIsAway;

    private List<Run> stalled() {
        if (temporalIsAway) {
            throw new IllegalStateException("secret detail");
        }
        return stalled;
    }

    @BeforeEach
    void forget() {
        api.fakes.forget();
        api.fakes.timelines.put(7L, new Timeline(new OrderId("", 7), PaymentSummary.NOTHING, List.of()));
    }

    private String listed(String kind, String code, String order, String olderThan, String page) {
        Map<String, String> query =
                new HashMap<>(Map.of("kind", kind, "code", code, "order", order, "olderThan", olderThan, "page", page));
        query.values().removeIf(String::isEmpty);
        return new String(list.waiting(query).getBody(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> decides(String order, String body) throws Exception {
        return api.post("/operations/" + order + "/decisions", "", body);
    }

    @Test
    void allThatNeedsAPersonIsListedOldestFirst() {
        assertThat(listed("", "", "", "0", "1"))
                .startsWith("{\"count\":4,\"whole\":true,\"temporal\":true,\"rows\":[{\"kind\":\"unassigned\"")
                .containsSubsequence("\"payment\":\"pi_1\"", "\"order\":7", "\"order\":9", "\"order\":8")
                .contains("{\"kind\":\"review\",\"order\":7,\"code\":\"AMOUNT_DIFFERS\",\"review\":1,"
                        + "\"since\":\"2026-11-25T11:50:00Z\"}");
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
        "'', '', '', 400, 2",
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

        assertThat(listed("", "", "", "0", "1")).startsWith("{\"count\":3,\"whole\":true,\"temporal\":false,");
    }

    @Test
    void aSpreadsheetTakesNoFieldForAFormula() {
        stalled.add(new Run("=1+1", true, "stripe-401", Optional.empty()));

        assertThat(new String(
                        list.waiting(Map.of("kind", "stalled", "format", "csv")).getBody(), StandardCharsets.UTF_8))
                .startsWith("kind,order,run,code,review,gateway,payment,amount,since,says\r\n")
                .contains("\"'=1+1\"", "\"Check the \"\"key\"\"\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind=all",
                "order=x",
                "page=0",
                "page=101",
                "olderThan=-1",
                "format=xml",
                "sort=age",
                "kind=",
                "code=",
                "order=",
                "code=a_code_of_more_than_sixty_four_characters_which_no_review_and_no_stall_has"
            })
    void aFilterThatCannotBeReadIsRefused(String query) throws Exception {
        assertProblem(api.get("/operations?" + query), 400);
    }

    /** A body that names an actor is refused as a whole. */
    @Test
    void theActorIsTheTokensNameAndNothingElse() throws Exception {
        List<ReviewDecision> taken = new ArrayList<>();
        api.fakes.decisions = (_, decision) -> {
            taken.add(decision);
            return new DecisionResult.Applied();
        };

        HttpResponse<String> applied =
                decides("7", "{\"review\":1,\"action\":\"acceptPaid\",\"payment\":\"pi_1\",\"why\":\"agreed\"}");

        assertThat(applied.statusCode()).isEqualTo(200);
        assertThat(applied.body()).isEqualTo("{\"result\":\"applied\"}");
        assertThat(taken).containsExactly(new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "shop", "agreed"));
        assertProblem(decides("7", "{\"review\":1,\"action\":\"dismiss\",\"why\":\"x\",\"who\":\"boss\"}"), 400);
        assertThat(taken).hasSize(1);
    }

    @Test
    void theSecondOfTwoOperatorsLearnsWhoWasFirst() throws Exception {
        api.fakes.decisions = (_, _) -> new DecisionResult.AlreadyDecided("ann", new ReviewAction.Dismiss(), NOW);

        HttpResponse<String> second = decides("7", "{\"review\":1,\"action\":\"dismiss\",\"why\":\"done by hand\"}");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("\"result\":\"alreadyDecided\"", "\"who\":\"ann\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"review\":1,\"action\":\"dismiss\"}",
                "{\"review\":1,\"action\":\"dismiss\",\"why\":\" \"}",
                "{\"review\":1,\"action\":\"acceptPaid\",\"why\":\"x\"}",
                "{\"review\":0,\"action\":\"dismiss\",\"why\":\"x\"}",
                "{\"review\":1,\"action\":\"pay\",\"why\":\"x\"}",
                "[1]"
            })
    void aDecisionThatLacksSomethingIsRefused(String body) throws Exception {
        assertProblem(decides("7", body), 400);
    }

    @Test
    void moneyIsMarkedAsHandledByTheTokensName() throws Exception {
        List<HandledPayment> taken = new ArrayList<>();
        api.systems.handled = handled -> {
            taken.add(handled);
            return taken.size() == 1
                    ? new HandledPayment.Result.Recorded()
                    : new HandledPayment.Result.AlreadyHandled("ann", NOW);
        };
        String body =
                "{\"gateway\":\"stripe\",\"payment\":\"pi_1\",\"amount\":\"49.90 EUR\",\"disputed\":true,\"why\":\"x\"}";

        assertThat(api.post("/operations/handled", "", body).body()).isEqualTo("{\"result\":\"recorded\"}");
        HttpResponse<String> second = api.post("/operations/handled", "", body);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("\"result\":\"alreadyHandled\",\"who\":\"ann\"");
        assertThat(taken.getFirst()).isEqualTo(new HandledPayment("stripe", "pi_1", "49.90 EUR", true, "shop", "x"));
        assertProblem(api.post("/operations/handled", "", body.replace("\"why\"", "\"who\"")), 400);
        api.systems.handled = _ -> {
            throw new IllegalStateException("secret detail");
        };
        assertProblem(api.post("/operations/handled", "", body), 503);
    }

    @Test
    void anOrderWithoutAPaymentStartsNoRunAndTemporalAwayIsLater() throws Exception {
        String dismiss = "{\"review\":1,\"action\":\"dismiss\",\"why\":\"x\"}";
        api.fakes.decisions = (_, _) -> {
            throw new IllegalStateException("secret detail");
        };

        assertProblem(decides("8", dismiss), 404);
        assertProblem(decides("x", dismiss), 404);
        assertProblem(decides("7", dismiss), 503);
    }
}
