package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.ledger.HandledPayment;
import dev.payonce.order.OrderId;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' decisions by HTTP, and filters of their list that are refused. */
class OperationsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @AutoClose
    private static final RunningApi api = new RunningApi();

    @BeforeEach
    void forget() {
        api.fakes.forget();
        api.fakes.timelines.put(7L, new Timeline(new OrderId("", 7), PaymentSummary.NOTHING, List.of()));
    }

    private static HttpResponse<String> decides(String order, String body) throws Exception {
        return api.post("/operations/" + order + "/decisions", "", body);
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
                "amount=49,90",
                "customer=ann@example.com",
                "gateway=a%20b",
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
    void aRoundOfTheSweepIsAskedForByNameWithAReason() throws Exception {
        assertThat(api.post("/operations/sweep", "", "{\"why\":\"a webhook was lost\"}")
                        .body())
                .contains("\"result\":\"started\"", "\"at\":\"2026-11-25T12:00:00Z\"");
        assertThat(api.post("/operations/sweep", "", "{\"why\":\"again\"}").body())
                .contains("\"result\":\"follows\"");
        assertThat(api.systems.swept).containsExactly("shop: a webhook was lost", "shop: again");
        assertProblem(api.post("/operations/sweep", "", "{}"), 400);
        api.systems.temporalIsAway = true;
        assertProblem(api.post("/operations/sweep", "", "{\"why\":\"x\"}"), 503);
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
