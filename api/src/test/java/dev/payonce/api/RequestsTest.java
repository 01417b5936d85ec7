package dev.payonce.api;

import static dev.payonce.api.ScriptedSystems.ACTION;
import static dev.payonce.api.ScriptedSystems.DECLINED;
import static dev.payonce.api.ScriptedSystems.MONEY;
import static dev.payonce.api.ScriptedSystems.PAID;
import static dev.payonce.api.ScriptedSystems.about;
import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Reversal;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The tests of the responses over HTTP; the systems behind the API are scripted. */
class RequestsTest {

    private static final String BODY = "{\"order\":7,\"paymentMethod\":\"pm_1\"}";

    @AutoClose
    private static final RunningApi api = new RunningApi();

    @BeforeEach
    void forget() {
        api.systems.forget();
    }

    @Test
    void aPaidOrderHasItsPaymentAndAmount() throws Exception {
        api.systems.result = PAID;

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
        api.systems.result = new PaymentResult.Final(state, code, false, PaymentResult.Reference.NONE);

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
        api.systems.result = PaymentResult.notYet(why);

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(status);
        assertThat(told.headers().firstValue("Location").isPresent()).isEqualTo(status == 202);
        assertThat(told.headers().firstValue("Retry-After").isPresent()).isEqualTo(status != 202);
        assertThat(told.body())
                .isEqualTo("{\"status\":\"" + word + "\",\"code\":\""
                        + why.name().toLowerCase(java.util.Locale.ROOT) + "\",\"statusUrl\":\"/payments/7\"}");
        assertThat(api.systems.cache).isEmpty();
        api.systems.result = PAID;
        assertThat(pay().statusCode()).as("the same key").isEqualTo(200);
    }

    /** The clocks of worker and API may differ: a time in the past or far ahead is bounded. */
    @ParameterizedTest
    @CsvSource({"-60, 1, 1", "90, 80, 90", "86400, 3600, 3600"})
    void theTimeToAskAgainIsInSeconds(long ahead, long least, long most) throws Exception {
        api.systems.result = new PaymentResult.NotYet(
                Why.TOO_MANY_DECLINES, Optional.of(Instant.now().plusSeconds(ahead)), PaymentResult.Reference.NONE);

        assertThat(Long.parseLong(pay().headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(least, most);
    }

    @Test
    void anOrderThatAsksForMoreShowsBothAmounts() throws Exception {
        api.systems.result = new PaymentResult.Final(
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
    void aRefundsAnswerHasTheGatewaysIdOfIt() throws Exception {
        Reversal refund = new Reversal(
                "re_1", Reversal.Kind.REFUND, Reversal.State.DONE, MONEY, Optional.of(2), Optional.empty());
        api.systems.result =
                PaymentResult.of(State.REFUNDED, PaymentResult.Reference.refund("stripe", "pi_1", refund, 2));

        assertThat(api.post("/payments/7/refunds", "k-1", "{}").body())
                .isEqualTo("{\"status\":\"refunded\",\"gateway\":\"stripe\",\"payment\":\"pi_1\",\"refundId\":\"re_1\","
                        + "\"amount\":{\"minor\":4990,\"currency\":\"EUR\"},\"operation\":2}");
    }

    @Test
    void aDeclineSaysWhyAndWhetherToTryAgain() throws Exception {
        api.systems.result = DECLINED;
        assertThat(pay().body())
                .isEqualTo(
                        "{\"status\":\"declined\",\"code\":\"insufficient_funds\",\"mayRetry\":true,\"operation\":1}");
    }

    @Test
    void theShoppersNextActionIsFetchedForEachAnswer() throws Exception {
        api.systems.result = ACTION;

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body())
                .contains("\"action\":{\"redirectUrl\":\"https://hooks.example/pi_1\",\"clientSecret\":\"secret_1\"}")
                .contains("\"statusUrl\":\"/payments/7\"");
        assertThat(api.systems.cache).isEmpty();
    }

    @Test
    void withTheGatewayAwayTheResultIsTrueWithoutIt() throws Exception {
        api.systems.result = ACTION;
        api.systems.gatewayIsAway = true;

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).contains("action_required").doesNotContain("\"action\"", "secret");
    }

    @Test
    void aWaitThatEndsIs202AndSaysWhereToRefresh() throws Exception {
        api.systems.result = PaymentResult.carryingOut(0);

        HttpResponse<String> told = pay();

        assertThat(told.statusCode()).isEqualTo(202);
        assertThat(told.headers().firstValue("Location")).hasValue("/payments/7");
        assertThat(told.body())
                .isEqualTo("{\"status\":\"working\",\"code\":\"carrying_out\",\"statusUrl\":\"/payments/7\"}");
    }

    @Test
    void S39_aCallerThatWaitsForAnotherRefundGetsTheReasonAndTheTime() throws Exception {
        api.systems.result = PaymentResult.notYet(Why.OPERATION_IN_DOUBT);

        HttpResponse<String> told = refund();

        assertThat(told.statusCode()).isEqualTo(409);
        assertThat(told.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(told.body())
                .isEqualTo("{\"status\":\"later\",\"code\":\"operation_in_doubt\",\"statusUrl\":\"/payments/7\"}");
        assertThat(api.systems.cache).isEmpty();
        api.systems.result = PaymentResult.of(State.REFUNDED, about(MONEY, 3));
        assertThat(refund().statusCode()).isEqualTo(200);
    }

    @Test
    void withTemporalAwayTheCallerIsAskedToComeAgain() throws Exception {
        api.systems.temporalIsAway = true;

        HttpResponse<String> told = pay();

        assertProblem(told, 503);
        assertThat(told.headers().firstValue("Retry-After")).isPresent();
        assertProblem(api.post("/payments/7/refresh", "", ""), 503);
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
        assertThat(api.systems.asked)
                .containsExactly(new Request.Pay(
                        Fingerprint.of("k-1"),
                        "stripe",
                        "pm_1",
                        false,
                        "https://shop.example/order-received/7/?key={order_key}",
                        false,
                        "shop"));
    }

    private static HttpResponse<String> refund() throws Exception {
        return api.post("/payments/7/refunds", "k-1", "{\"amount\":1000,\"refund\":77,\"reason\":\"duplicate\"}");
    }

    private static HttpResponse<String> pay() throws Exception {
        return api.post("/payments", "k-1", BODY);
    }
}
