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
import dev.payonce.payment.Reversal;
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
                        + "\"amount\":{\"minor\":4990,\"currency\":\"EUR\",\"text\":\"49.90 EUR\"},\"refunds\":[],"
                        + "\"timeline\":[{\"at\":\"2026-11-25T10:00:00Z\",\"entry\":\"paid\","
                        + "\"says\":\"The order became paid by pi_1 at stripe: 49.90 EUR captured.\","
                        + "\"by\":\"callback evt_1\",\"rules\":\"1\"}]}");
    }

    /** A refund that was seen as pending and then as done is listed once. */
    @Test
    void aPaymentNamesItsRefundsByTheGatewaysIds() throws Exception {
        api.fakes.timelines.put(
                7L,
                new Timeline(
                        new OrderId("", 7),
                        PaymentSummary.NOTHING,
                        List.of(
                                refund("re_1", Reversal.State.PENDING, Optional.of(2), Optional.of(1017L)),
                                refund("re_2", Reversal.State.FAILED, Optional.empty(), Optional.empty()),
                                refund("re_1", Reversal.State.DONE, Optional.of(2), Optional.of(1017L)))));

        assertThat(api.get("/payments/7").body())
                .contains("\"refunds\":[{\"id\":\"re_1\",\"payment\":\"pi_1\",\"state\":\"done\","
                        + "\"amount\":{\"minor\":1250,\"currency\":\"EUR\",\"text\":\"12.50 EUR\"},"
                        + "\"operation\":2,\"storeRefund\":1017},"
                        + "{\"id\":\"re_2\",\"payment\":\"pi_1\",\"state\":\"failed\","
                        + "\"amount\":{\"minor\":1250,\"currency\":\"EUR\",\"text\":\"12.50 EUR\"}}]");
    }

    private static Line refund(String id, Reversal.State state, Optional<Integer> operation, Optional<Long> store) {
        Money money = new Money(1250, "EUR");
        Reversal refund = new Reversal(id, Reversal.Kind.REFUND, state, money, operation, store);
        Fact seen = new Fact.ReversalObserved("stripe", "pi_1", refund);
        return new Line(
                new Entry(1, "refund:" + id + "=" + state, seen, Instant.parse("2026-11-25T10:00:00Z"), "sweep"), "1");
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
