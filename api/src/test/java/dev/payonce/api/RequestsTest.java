package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.money.Money;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.request.Request;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** I6 and the answers, over HTTP; what is behind the API is scripted. */
class RequestsTest {

    private static final String BODY = "{\"order\":7,\"paymentMethod\":\"pm_1\"}";
    private static final Request PAY = new Request.Pay("k-1", "stripe", "pm_1", false, "", false);
    private static final Money MONEY = new Money(4990, "EUR");
    private static final PaymentResult PAID = PaymentResult.of(State.PAID, "stripe", "pi_1", MONEY, 1);
    private static final PaymentResult DECLINED = PaymentResult.declined("insufficient_funds", true, 1);
    private static final PaymentResult ACTION = PaymentResult.of(State.ACTION_REQUIRED, "stripe", "pi_1", MONEY, 1);

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.counter.forget();
    }

    @Test
    void aPaidOrderIsToldWithWhatPaidItAndHowMuch() throws Exception {
        api.counter.result = PAID;

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(told.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(told.headers().firstValue(PaymentResponse.REPLAYED)).isEmpty();
        assertThat(told.body())
                .isEqualTo("{\"status\":\"paid\",\"gateway\":\"stripe\",\"payment\":\"pi_1\","
                        + "\"amount\":{\"minor\":4990,\"currency\":\"EUR\"},\"operation\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHORIZED, '', 200",
        "CAPTURED, '', 200",
        "CANCELLED, '', 200",
        "REFUNDED, '', 200",
        "DECLINED, expired_card, 402",
        "REFUSED, order_not_payable, 409",
        "REFUSED, order_not_found, 404",
        "LATER, refund_in_doubt, 409",
        "UNAVAILABLE, stripe-401, 503",
        "PENDING, under_review, 202",
        "WORKING, '', 202"
    })
    void everyStateHasItsStatus(State state, String code, int status) throws Exception {
        api.counter.result = PaymentResult.of(state, code);

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(status);
        assertThat(told.headers().firstValue("Location").isPresent()).isEqualTo(status == 202);
        assertThat(told.body())
                .startsWith("{\"status\":\"" + state.name().toLowerCase(java.util.Locale.ROOT) + "\"")
                .contains(code);
    }

    @Test
    void aDeclineSaysWhyAndWhetherToTryAgain() throws Exception {
        api.counter.result = DECLINED;
        assertThat(pay().body())
                .isEqualTo(
                        "{\"status\":\"declined\",\"code\":\"insufficient_funds\",\"mayRetry\":true,\"operation\":1}");
    }

    @Test
    void whatTheShopperHasToDoIsFetchedWhenItIsTold() throws Exception {
        api.counter.result = ACTION;

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body())
                .contains("\"action\":{\"redirectUrl\":\"https://hooks.example/pi_1\",\"clientSecret\":\"secret_1\"}")
                .contains("\"statusUrl\":\"/payments/7\"");
        assertThat(api.counter.cache).isEmpty();
    }

    @Test
    void withTheGatewayAwayTheResultIsTrueWithoutIt() throws Exception {
        api.counter.result = ACTION;
        api.counter.gatewayIsAway = true;

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).contains("action_required").doesNotContain("\"action\"", "secret");
    }

    @ParameterizedTest
    @CsvSource({"PAID", "DECLINED", "REFUSED"})
    void aFinalResultIsTheSameByteForByteFromTheCacheAndFromTheLedger(State state) throws Exception {
        api.counter.result = state == State.PAID
                ? PAID
                : state == State.DECLINED ? DECLINED : PaymentResult.refused("order_not_payable");
        HttpResponse<String> first = pay();
        api.counter.reconciled(PAY, api.counter.result);
        api.counter.result = PaymentResult.of(State.PENDING, "something_else");

        HttpResponse<String> cached = pay();
        api.counter.cache.clear();
        HttpResponse<String> stored = pay();
        HttpResponse<String> again = pay();

        for (HttpResponse<String> replayed : List.of(cached, stored, again)) {
            assertThat(replayed.statusCode()).isEqualTo(first.statusCode());
            assertThat(replayed.body()).isEqualTo(first.body());
            assertThat(replayed.headers().firstValue(PaymentResponse.REPLAYED)).hasValue("true");
        }
        assertThat(api.counter.asked).hasSize(1);
    }

    @Test
    void aReplayCostsOneReadOfTheCacheOrOneOfTheLedger() throws Exception {
        api.counter.reconciled(PAY, PAID);
        pay();
        assertThat(List.of(api.counter.cacheReads, api.counter.ledgerReads)).containsExactly(1, 0);

        api.counter.cacheIsAway = true;
        pay();
        assertThat(List.of(api.counter.cacheReads, api.counter.ledgerReads)).containsExactly(2, 1);
        assertThat(api.counter.asked).isEmpty();
    }

    @Test
    void otherParametersAre422WhoeverRemembersThem() throws Exception {
        api.counter.reconciled(PAY, PAID);
        String other = "{\"order\":7,\"paymentMethod\":\"pm_2\"}";
        String otherOrder = "{\"order\":8,\"paymentMethod\":\"pm_1\"}";

        for (String body : List.of(other, otherOrder)) {
            assertProblem(api.post("/payments", "k-1", body), 422);
        }
        assertProblem(api.post("/payments/7/cancel", "k-1", ""), 422);
        api.counter.cache.clear();
        for (String body : List.of(other, otherOrder)) {
            assertProblem(api.post("/payments", "k-1", body), 422);
        }
        assertThat(api.counter.asked).isEmpty();
    }

    @Test
    void anResultToAnotherRequestThatTemporalHandsOutAgainIs422() throws Exception {
        api.counter.workflow = reply -> new RequestClient.Response.Answered("another", PAID);
        assertProblem(pay(), 422);

        api.counter.workflow = reply -> reply;
        api.counter.result = PaymentResult.of(State.MISMATCH, "other_parameters");
        assertProblem(pay(), 422);
    }

    @Test
    void anOldResultThatTemporalHandsOutAgainGivesWayToWhatTheLedgerKnows() throws Exception {
        api.counter.result = ACTION;
        api.counter.workflow = reply -> {
            api.counter.reconciled(PAY, PAID);
            return reply;
        };

        assertThat(pay().body()).startsWith("{\"status\":\"paid\"");
        assertThat(api.counter.cache).containsKey("k-1");
    }

    @Test
    void whatIsNotFinalGoesOnToTheWorkflow() throws Exception {
        api.counter.reconciled(PAY, ACTION);
        api.counter.result = PAID;

        assertThat(pay().body()).startsWith("{\"status\":\"paid\"");
        assertThat(api.counter.asked).containsExactly(PAY);
    }

    @Test
    void aWaitThatEndsIs202AndSaysWhereToRefresh() throws Exception {
        api.counter.workflow = reply -> new RequestClient.Response.Pending();

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(202);
        assertThat(told.headers().firstValue("Location")).hasValue("/payments/7");
        assertThat(told.body()).isEqualTo("{\"status\":\"working\",\"statusUrl\":\"/payments/7\"}");
    }

    @Test
    void aWaitThatEndsAfterAllIsAnsweredByTheLedger() throws Exception {
        api.counter.workflow = reply -> {
            api.counter.ledger.put(
                    "k-1", new StoredRequest("k-1", 7, PAY.fingerprint(Counter.ORDER), 1, Optional.of(PAID)));
            return new RequestClient.Response.Pending();
        };
        assertThat(pay().body()).startsWith("{\"status\":\"paid\"");
    }

    @Test
    void S23_aRefundIsToldWithItsPaymentAndItsMoneyAndTheSameForEver() throws Exception {
        Request refund = new Request.Refund("k-1", Optional.of(1000L), 77, Operation.Refund.RefundReason.DUPLICATE);
        api.counter.result = PaymentResult.of(State.REFUNDED, "stripe", "pi_1", new Money(1000, "EUR"), 2);
        HttpResponse<String> told = refund();
        api.counter.reconciled(refund, api.counter.result);
        api.counter.result = PaymentResult.of(State.LATER, "refund_in_doubt");

        HttpResponse<String> cached = refund();
        api.counter.cache.clear();
        HttpResponse<String> stored = refund();

        assertThat(told.body())
                .isEqualTo("{\"status\":\"refunded\",\"gateway\":\"stripe\",\"payment\":\"pi_1\","
                        + "\"amount\":{\"minor\":1000,\"currency\":\"EUR\"},\"operation\":2}");
        assertThat(List.of(cached.body(), stored.body())).containsOnly(told.body());
        assertThat(stored.headers().firstValue(PaymentResponse.REPLAYED)).hasValue("true");
        assertThat(api.counter.asked).containsExactly(refund);
    }

    @Test
    void S39_whoeverWaitsForAnotherRefundIsToldWhyAndWhenToComeBack() throws Exception {
        api.counter.result = PaymentResult.of(State.LATER, "refund_in_doubt");

        HttpResponse<String> told = refund();

        assertThat(told.statusCode()).isEqualTo(409);
        assertThat(told.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(told.body())
                .isEqualTo("{\"status\":\"later\",\"code\":\"refund_in_doubt\",\"statusUrl\":\"/payments/7\"}");
        assertThat(api.counter.cache).isEmpty();
        api.counter.result = PaymentResult.of(State.REFUNDED, "stripe", "pi_1", MONEY, 3);
        assertThat(refund().statusCode()).isEqualTo(200);
    }

    @Test
    void withTemporalAwayTheCallerIsAskedToComeAgain() throws Exception {
        api.counter.workflow = reply -> new RequestClient.Response.Unavailable("UNAVAILABLE");

        HttpResponse<String> told = pay();

        assertProblem(told, 503);
        assertThat(told.headers().firstValue("Retry-After")).isPresent();
        assertProblem(api.post("/payments/7/refresh", "", ""), 503);
    }

    @Test
    void withTheLedgerAwayTheWorkflowDecides() throws Exception {
        api.counter.ledgerIsAway = true;
        api.counter.result = PAID;
        assertThat(pay().statusCode()).isEqualTo(200);

        api.counter.result = ACTION;
        assertThat(pay().body()).contains("action_required");
    }

    @Test
    void twoAtOnceGetTheSameResult() throws Exception {
        api.counter.result = PAID;
        api.counter.together = Optional.of(new CyclicBarrier(2));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<HttpResponse<String>> shopper = RequestsTest::pay;
            Future<HttpResponse<String>> one = threads.submit(shopper);
            Future<HttpResponse<String>> other = threads.submit(shopper);

            assertThat(one.get().body()).isEqualTo(other.get().body()).contains("paid");
        }
        assertThat(api.counter.asked).containsExactly(PAY, PAY);
    }

    @Test
    void theRawOrderKeyGoesNowhere() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Level before = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);

        api.post("/payments", "k-1", """
                {"order":7,"paymentMethod":"pm_1",
                 "returnUrl":"https://shop.example/order-received/7/?key=wc_order_AbC123"}""");

        root.setLevel(before);
        root.detachAppender(log);
        assertThat(log.list)
                .isNotEmpty()
                .noneMatch(line -> line.getFormattedMessage().contains("AbC123"));
        assertThat(api.counter.asked)
                .containsExactly(new Request.Pay(
                        "k-1",
                        "stripe",
                        "pm_1",
                        false,
                        "https://shop.example/order-received/7/?key={order_key}",
                        false));
    }

    private static HttpResponse<String> refund() throws Exception {
        return api.post("/payments/7/refunds", "k-1", "{\"amount\":1000,\"refund\":77,\"reason\":\"duplicate\"}");
    }

    private static HttpResponse<String> pay() throws Exception {
        return api.post("/payments", "k-1", BODY);
    }
}
