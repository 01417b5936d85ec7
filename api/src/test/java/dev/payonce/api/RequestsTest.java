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
import dev.payonce.order.Fingerprint;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import java.net.http.HttpResponse;
import java.time.Instant;
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

/** The tests of I6 and the responses, over HTTP; the systems behind the API are scripted. */
class RequestsTest {

    private static final String BODY = "{\"order\":7,\"paymentMethod\":\"pm_1\"}";
    private static final Request PAY =
            new Request.Pay(Fingerprint.of("k-1"), "stripe", "pm_1", false, "", false, "shop");
    private static final Money MONEY = new Money(4990, "EUR");
    private static final PaymentResult PAID = PaymentResult.of(State.PAID, about(MONEY, 1));
    private static final PaymentResult DECLINED = PaymentResult.declined("insufficient_funds", true, 1);
    private static final PaymentResult ACTION = new PaymentResult.Action(Optional.empty(), about(MONEY, 1));

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
    void aPaidOrderHasItsPaymentAndAmount() throws Exception {
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
        "REFUSED, order_not_payable, 409"
    })
    void everyStateHasItsStatus(State state, String code, int status) throws Exception {
        api.counter.result = new PaymentResult.Final(state, code, false, PaymentResult.Reference.NONE);

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(status);
        assertThat(told.headers().firstValue("Retry-After")).isEmpty();
        assertThat(told.body())
                .startsWith("{\"status\":\"" + state.name().toLowerCase(java.util.Locale.ROOT) + "\"")
                .contains(code);
    }

    @ParameterizedTest
    @CsvSource({
        "CARRYING_OUT, working, 202",
        "OBSERVING, working, 202",
        "OUTCOME_UNKNOWN, pending, 202",
        "GATEWAY_PENDING, pending, 202",
        "REFUND_PENDING, pending, 202",
        "OTHER_PAYMENT, pending, 202",
        "NO_PAYMENT, pending, 202",
        "UNDER_REVIEW, pending, 202",
        "STALLED, pending, 202",
        "OPERATION_IN_DOUBT, later, 409",
        "TOO_MANY_DECLINES, later, 429",
        "UNAVAILABLE, later, 503",
        "BUSY, later, 503",
        "ORDER_NOT_FOUND, later, 404"
    })
    void everyReasonHasItsStatusAndUsesUpNoKey(Why why, String word, int status) throws Exception {
        api.counter.result = PaymentResult.notYet(why);

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(status);
        assertThat(told.headers().firstValue("Location").isPresent()).isEqualTo(status == 202);
        assertThat(told.headers().firstValue("Retry-After").isPresent()).isEqualTo(status != 202);
        assertThat(told.body())
                .isEqualTo("{\"status\":\"" + word + "\",\"code\":\""
                        + why.name().toLowerCase(java.util.Locale.ROOT) + "\",\"statusUrl\":\"/payments/7\"}");
        assertThat(api.counter.cache).isEmpty();
        api.counter.result = PAID;
        assertThat(pay().statusCode()).as("the same key").isEqualTo(200);
    }

    /** The clocks of worker and API may differ: a time in the past or far ahead is bounded. */
    @ParameterizedTest
    @CsvSource({"-60, 1, 1", "90, 80, 90", "86400, 3600, 3600"})
    void theTimeToAskAgainIsInSeconds(long ahead, long least, long most) throws Exception {
        api.counter.result = new PaymentResult.NotYet(
                Why.TOO_MANY_DECLINES, Optional.of(Instant.now().plusSeconds(ahead)), PaymentResult.Reference.NONE);

        assertThat(Long.parseLong(pay().headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(least, most);
    }

    @Test
    void anOrderThatAsksForMoreShowsBothAmounts() throws Exception {
        api.counter.result = new PaymentResult.Final(
                State.REFUSED,
                "partly_paid",
                false,
                new PaymentResult.Reference(
                        "stripe", "pi_1", Optional.of(MONEY), Optional.of(new Money(7990, "EUR")), 0));

        assertThat(pay().body())
                .contains("\"amount\":{\"minor\":4990,\"currency\":\"EUR\"}")
                .contains("\"asks\":{\"minor\":7990,\"currency\":\"EUR\"}");
    }

    @Test
    void aDeclineSaysWhyAndWhetherToTryAgain() throws Exception {
        api.counter.result = DECLINED;
        assertThat(pay().body())
                .isEqualTo(
                        "{\"status\":\"declined\",\"code\":\"insufficient_funds\",\"mayRetry\":true,\"operation\":1}");
    }

    @Test
    void theShoppersNextActionIsFetchedForEachAnswer() throws Exception {
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
        api.counter.result = PaymentResult.notYet(Why.GATEWAY_PENDING);

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
    void otherParametersAre422FromCacheAndLedger() throws Exception {
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
    void G18_SameKeyOtherCardAtTheSameMomentIs422() throws Exception {
        api.counter.workflow = reply -> new Answered("another", PaymentResult.notYet(Why.BUSY));

        assertProblem(pay(), 422);
    }

    /** The first request ended between this one's read of the ledger and its own reconciliation. */
    @Test
    void G18_SameKeyOtherOrderAtTheSameMomentIs422() throws Exception {
        api.counter.result = PaymentResult.notYet(Why.BUSY);
        api.counter.workflow = reply -> {
            api.counter.ledger.put(
                    Fingerprint.of("k-1"),
                    new StoredRequest(Fingerprint.of("k-1"), 8, "another", 1, Optional.of(PAID)));
            return reply;
        };

        assertProblem(pay(), 422);
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
        api.counter.result = PaymentResult.carryingOut(0);

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(202);
        assertThat(told.headers().firstValue("Location")).hasValue("/payments/7");
        assertThat(told.body())
                .isEqualTo("{\"status\":\"working\",\"code\":\"carrying_out\",\"statusUrl\":\"/payments/7\"}");
    }

    @Test
    void S23_aRefundHasItsPaymentAndItsMoneyAndTheSameForEver() throws Exception {
        Request refund = new Request.Refund(
                Fingerprint.of("k-1"), Optional.of(1000L), 77, Operation.Refund.RefundReason.DUPLICATE, "shop");
        api.counter.result = PaymentResult.of(State.REFUNDED, about(new Money(1000, "EUR"), 2));
        HttpResponse<String> told = refund();
        api.counter.reconciled(refund, api.counter.result);
        api.counter.result = PaymentResult.notYet(Why.OPERATION_IN_DOUBT);

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
    void S39_aCallerThatWaitsForAnotherRefundGetsTheReasonAndTheTime() throws Exception {
        api.counter.result = PaymentResult.notYet(Why.OPERATION_IN_DOUBT);

        HttpResponse<String> told = refund();

        assertThat(told.statusCode()).isEqualTo(409);
        assertThat(told.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(told.body())
                .isEqualTo("{\"status\":\"later\",\"code\":\"operation_in_doubt\",\"statusUrl\":\"/payments/7\"}");
        assertThat(api.counter.cache).isEmpty();
        api.counter.result = PaymentResult.of(State.REFUNDED, about(MONEY, 3));
        assertThat(refund().statusCode()).isEqualTo(200);
    }

    @Test
    void withTemporalAwayTheCallerIsAskedToComeAgain() throws Exception {
        api.counter.temporalIsAway = true;

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
                        Fingerprint.of("k-1"),
                        "stripe",
                        "pm_1",
                        false,
                        "https://shop.example/order-received/7/?key={order_key}",
                        false,
                        "shop"));
    }

    private static PaymentResult.Reference about(Money money, int operation) {
        return PaymentResult.Reference.payment("stripe", "pi_1", money, operation);
    }

    private static HttpResponse<String> refund() throws Exception {
        return api.post("/payments/7/refunds", "k-1", "{\"amount\":1000,\"refund\":77,\"reason\":\"duplicate\"}");
    }

    private static HttpResponse<String> pay() throws Exception {
        return api.post("/payments", "k-1", BODY);
    }
}
