package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.PaymentHistory.Line;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.OrderId;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.workflow.Stall;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentsTest {

    @AutoClose
    private static final RunningApi api = new RunningApi();

    @BeforeEach
    void forget() {
        api.fakes.forget();
    }

    @Test
    void aPaymentHasAStateAndAHistory() throws Exception {
        Money money = new Money(4990, "EUR");
        Fact paid = new Fact.Paid(
                dev.payonce.order.Order.Status.PENDING,
                "stripe",
                "pi_1",
                "ch_1",
                ExternalIds.of("pi_1", "ch_1"),
                money,
                Optional.of(money),
                false);
        api.fakes.timelines.put(
                7L,
                new Timeline(
                        new OrderId("", 7),
                        new PaymentSummary(
                                PaymentSummary.Status.PAID, Optional.empty(), Optional.of("pi_1"), Optional.of(money)),
                        List.of(new Line(
                                new Entry(1, "paid", paid, Instant.parse("2026-11-25T10:00:00Z"), "callback evt_1"),
                                "1"))));
        HttpResponse<String> result = api.get("/payments/7");
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(result.body())
                .isEqualTo("{\"order\":7,\"status\":\"PAID\",\"run\":\"none\",\"payment\":\"pi_1\","
                        + "\"amount\":{\"minor\":4990,\"currency\":\"EUR\",\"text\":\"49.90 EUR\"},"
                        + "\"timeline\":[{\"at\":\"2026-11-25T10:00:00Z\",\"entry\":\"paid\","
                        + "\"says\":\"The order became paid by pi_1 at stripe: 49.90 EUR captured.\","
                        + "\"by\":\"callback evt_1\",\"rules\":\"1\"}]}");
    }

    /** A 202 names this address before the run has written a line. */
    @Test
    void aRunThatHasNotWrittenToTheLedgerIsKnown() throws Exception {
        api.fakes.runs.put(7L, new Run("7", true, "", Optional.empty()));

        HttpResponse<String> result = api.get("/payments/7");

        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.body()).isEqualTo("{\"order\":7,\"status\":\"NONE\",\"run\":\"open\",\"timeline\":[]}");
    }

    @Test
    void aStalledRunSaysWhySinceWhenAndWhatFollows() throws Exception {
        Stall stall = new Stall("stripe-401", Instant.parse("2026-11-25T10:00:00Z"), true, "Check the key");
        api.fakes.runs.put(7L, new Run("7", true, "stripe-401", Optional.of(stall)));

        assertThat(api.get("/payments/7").body())
                .contains("\"status\":\"STALLED\",\"reason\":\"stripe-401\",\"run\":\"open\"")
                .contains("\"stalled\":{\"code\":\"stripe-401\",\"since\":\"2026-11-25T10:00:00Z\","
                        + "\"says\":[\"Check the key\"],\"next\":\"One payment of this cause is tried every 20 s");
    }

    @Test
    void anOpenReviewSaysWhySinceWhenAndItsActions() throws Exception {
        Review review = new Review(
                2,
                "facts",
                Review.Reason.AMOUNT_DIFFERS,
                List.of(),
                List.of("Too much."),
                List.of(new ReviewAction.AcceptPaid("pi_1"), new ReviewAction.Dismiss()));
        Entry opened =
                new Entry(1, "review:2", new Fact.ReviewOpened(review), Instant.parse("2026-11-25T10:00:00Z"), "sweep");
        api.fakes.timelines.put(
                7L, new Timeline(new OrderId("", 7), PaymentSummary.NOTHING, List.of(new Line(opened, "1"))));

        assertThat(api.get("/payments/7").body())
                .contains(
                        "\"reviews\":[{\"code\":\"AMOUNT_DIFFERS\",\"review\":2,"
                                + "\"since\":\"2026-11-25T10:00:00Z\",\"says\":[\"Too much.\"],\"next\":\"The order is refreshed")
                .contains("\"actions\":[\"acceptPaid pi_1\",\"dismiss\"]");
    }

    @Test
    void withoutTemporalTheLedgerIsShownAndSaysSo() throws Exception {
        api.fakes.temporalIsAway = true;
        api.fakes.timelines.put(7L, new Timeline(new OrderId("", 7), PaymentSummary.NOTHING, List.of()));

        assertThat(api.get("/payments/7").body()).contains("\"run\":\"unreachable\"");
        HttpResponse<String> unknown = api.get("/payments/8");
        assertProblem(unknown, 503);
        assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "0", "-1", "abc", "99999999999999999999", "7%20", "7.0"})
    void anOrderThatTheLedgerDoesNotKnowIsNotFound(String number) throws Exception {
        assertProblem(api.get("/payments/" + number), 404);
    }

    @Test
    void whileTheDatabaseIsAwayTheCallerIsAskedToComeAgain() throws Exception {
        api.fakes.databaseIsAway = true;
        HttpResponse<String> result = api.get("/payments/7");
        assertProblem(result, 503);
        assertThat(result.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void bothTokensAreTakenWhileOneReplacesTheOther() throws Exception {
        for (String token : List.of(RunningApi.TOKEN, RunningApi.NEXT_TOKEN)) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(api.at("/payments/8")).header("Authorization", "Bearer " + token);
            assertThat(api.send(request).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/payments/7, Bearer wrong",
        "/payments/7, Basic c3RvcmUtdG9rZW4tMQ==",
        "/payments/7, store-token-1",
        "/payments/7, Bearer",
        "/payments/7, ''",
        "/actuator/prometheus, ''",
        "/actuator, ''",
        "/nothing, ''",
        "/actuator/health/temporal, ''",
        "/webhooks/stripe/../../payments/7, ''",
        "/webhooks/..;/payments/7, ''",
        "/webhooks/%2e%2e/payments/7, ''",
        "/webhooks/stripe;x, ''",
        "/payments/7;/webhooks/stripe, ''"
    })
    void noRequestPassesWithoutATokenByAnyWay(String path, String credentials) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.at(path));
        if (!credentials.isEmpty()) {
            request.header("Authorization", credentials);
        }
        HttpResponse<String> result = api.send(request);
        assertProblem(result, 401);
        assertThat(result.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"payonce\"");
    }
}
