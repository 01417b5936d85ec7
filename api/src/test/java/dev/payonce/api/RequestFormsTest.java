package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.order.Fingerprint;
import dev.payonce.request.Request;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that a request is understood exactly, or refused before anything behind the API gets it. */
class RequestFormsTest {

    @AutoClose
    private static final RunningApi api = new RunningApi();

    @AfterEach
    void forget() {
        api.systems.forget();
    }

    @Test
    void aFieldThatIsLeftOutHasItsDefault() throws Exception {
        api.post("/payments", "k-1", "{\"order\":7,\"paymentMethod\":\"pm_1\"}");
        api.post("/payments/7/capture", "k-2", "");
        api.post("/payments/7/cancel", "k-3", "{}");
        api.post("/payments/7/refunds", "k-4", "");

        assertThat(api.systems.asked)
                .containsExactly(
                        new Request.Pay(Fingerprint.of("k-1"), "stripe", "pm_1", false, "", false, "shop"),
                        new Request.Capture(Fingerprint.of("k-2"), Optional.empty(), true, "shop"),
                        new Request.Cancel(Fingerprint.of("k-3"), "shop"),
                        new Request.Refund(
                                Fingerprint.of("k-4"),
                                Optional.empty(),
                                0,
                                Operation.Refund.RefundReason.NONE,
                                "shop"));
        assertThat(api.systems.gateways).containsOnly("stripe");
    }

    @Test
    void customerSavingAndMandateOfAMethodAreTaken() throws Exception {
        api.post("/payments", "k-1", """
                {"order":7,"paymentMethod":"ctoken_1","customer":"cus_1","savePaymentMethod":"offSession","mandate":true}""");
        api.post("/payments", "k-2", """
                {"order":7,"paymentMethod":"pm_1","savePaymentMethod":"none","mandate":false}""");

        assertThat(api.systems.asked)
                .map(asked -> ((Request.Pay) asked).use())
                .containsExactly(
                        Optional.of(new MethodUse("cus_1", MethodUse.Save.OFF_SESSION, true)), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"customer\":\"4242 4242\"",
                "\"customer\":\"424242424242\"",
                "\"customer\":\"\"",
                "\"savePaymentMethod\":\"always\"",
                "\"savePaymentMethod\":true",
                "\"mandate\":\"yes\""
            })
    void anotherWordForTheUseOfAMethodIsRefused(String field) throws Exception {
        assertProblem(api.post("/payments", "k-1", "{\"order\":7,\"paymentMethod\":\"pm_1\"," + field + "}"), 400);
        nothingWasSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "cancel", "refunds", "refresh"})
    void phpsEmptyArrayCountsAsABodyWithoutFields(String request) throws Exception {
        assertThat(api.post("/payments/7/" + request, "k-1", "[]").statusCode()).isNotEqualTo(400);

        assertThat(api.systems.asked).hasSize(1);
    }

    @Test
    void arrayWithAnElementIsNoBody() throws Exception {
        assertProblem(api.post("/payments/7/cancel", "k-1", "[{}]"), 400);
        nothingWasSent();
    }

    @Test
    void aFieldThatIsGivenIsTaken() throws Exception {
        api.post("/payments", "k 1", """
                {"order":7,"gateway":"stripe","paymentMethod":"pm_1","capture":"manual",
                 "returnUrl":"https://shop.example/checkout?a=b","offSession":true}""");
        api.post("/payments/7/capture", "k-2", "{\"amount\":1250,\"last\":false}");
        api.post(
                "/payments/7/refunds", "k-3", "{\"amount\":1250,\"refund\":1017,\"reason\":\"requested_by_customer\"}");

        assertThat(api.systems.asked)
                .containsExactly(
                        new Request.Pay(
                                Fingerprint.of("k 1"),
                                "stripe",
                                "pm_1",
                                true,
                                "https://shop.example/checkout?a=b",
                                true,
                                "shop"),
                        new Request.Capture(Fingerprint.of("k-2"), Optional.of(1250L), false, "shop"),
                        new Request.Refund(
                                Fingerprint.of("k-3"),
                                Optional.of(1250L),
                                1017,
                                Operation.Refund.RefundReason.REQUESTED_BY_CUSTOMER,
                                "shop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"amount\":100}", "{\"amount\":7382}"})
    void H39_aPartialCaptureMustSayWhetherItIsTheLast(String body) throws Exception {
        HttpResponse<String> result = api.post("/payments/7/capture", "k-1", body);

        assertProblem(result, 400);
        assertThat(result.body()).contains("last is required");
        nothingWasSent();
    }

    @Test
    void H39_aLastThatIsNullIsNoAnswer() throws Exception {
        HttpResponse<String> result = api.post("/payments/7/capture", "k-1", "{\"amount\":100,\"last\":null}");

        assertProblem(result, 400);
        assertThat(result.body()).contains("is true or false");
        nothingWasSent();
    }

    @Test
    void H39_aCaptureOfAllThatIsLeftIsTheLastAndAPartMayBe() throws Exception {
        api.post("/payments/7/capture", "k-1", "{}");
        api.post("/payments/7/capture", "k-2", "{\"last\":true}");
        api.post("/payments/7/capture", "k-3", "{\"amount\":100,\"last\":true}");

        assertThat(api.systems.asked)
                .containsExactly(
                        new Request.Capture(Fingerprint.of("k-1"), Optional.empty(), true, "shop"),
                        new Request.Capture(Fingerprint.of("k-2"), Optional.empty(), true, "shop"),
                        new Request.Capture(Fingerprint.of("k-3"), Optional.of(100L), true, "shop"));
    }

    @Test
    void aRefreshNeedsNoKeyAndEachIsANewOne() throws Exception {
        api.post("/payments/7/refresh", "", "");
        api.post("/payments/7/refresh", "", "{\"gateway\":\"stripe\"}");

        assertThat(api.systems.asked).hasSize(2).doesNotHaveDuplicates();
        assertThat(api.systems.cacheReads + api.systems.ledgerReads).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order         | {\"paymentMethod\":\"pm_1\"}",
                "order         | {\"order\":\"7\",\"paymentMethod\":\"pm_1\"}",
                "order         | {\"order\":0,\"paymentMethod\":\"pm_1\"}",
                "order         | {\"order\":-7,\"paymentMethod\":\"pm_1\"}",
                "order         | {\"order\":7.5,\"paymentMethod\":\"pm_1\"}",
                "order         | {\"order\":null,\"paymentMethod\":\"pm_1\"}",
                "order         | {\"order\":100000000000000001,\"paymentMethod\":\"pm_1\"}",
                "order         | {\"order\":99999999999999999999999,\"paymentMethod\":\"pm_1\"}",
                "paymentMethod | {\"order\":7}",
                "paymentMethod | {\"order\":7,\"paymentMethod\":\"\"}",
                "paymentMethod | {\"order\":7,\"paymentMethod\":\"pm 1\"}",
                "paymentMethod | {\"order\":7,\"paymentMethod\":\"4242424242424242\"}",
                "paymentMethod | {\"order\":7,\"paymentMethod\":\"4242-4242-4242-4242\"}",
                "paymentMethod | {\"order\":7,\"paymentMethod\":\"wc_order_AbC123\"}",
                "paymentMethod | {\"order\":7,\"paymentMethod\":7}",
                "gateway       | {\"order\":7,\"paymentMethod\":\"pm_1\",\"gateway\":\"adyen\"}",
                "capture       | {\"order\":7,\"paymentMethod\":\"pm_1\",\"capture\":\"later\"}",
                "offSession    | {\"order\":7,\"paymentMethod\":\"pm_1\",\"offSession\":\"true\"}",
                "returnUrl     | {\"order\":7,\"paymentMethod\":\"pm_1\",\"returnUrl\":\"/checkout\"}",
                "returnUrl     | {\"order\":7,\"paymentMethod\":\"pm_1\",\"returnUrl\":\"ftp://shop.example/\"}",
                "returnUrl     | {\"order\":7,\"paymentMethod\":\"pm_1\",\"returnUrl\":\"https://me:pw@shop.example/\"}",
                "returnUrl     | {\"order\":7,\"paymentMethod\":\"pm_1\",\"returnUrl\":\"https://shop.example/a b\"}",
                "returnUrl     | {\"order\":7,\"paymentMethod\":\"pm_1\",\"returnUrl\":\"\"}",
                "unknown field | {\"order\":7,\"paymentMethod\":\"pm_1\",\"amount\":4990}",
                "twice         | {\"order\":7,\"order\":8,\"paymentMethod\":\"pm_1\"}",
                "JSON          | {\"order\":7,\"paymentMethod\":\"pm_1\"} {}",
                "JSON          | {\"order\":7,",
                "object        | [1]",
                "object        | null",
                "order         | ''"
            })
    void aPaymentThatCannotBeTakenIsRefusedWithTheFieldsName(String named, String body) throws Exception {
        HttpResponse<String> result = api.post("/payments", "k-1", body);

        assertProblem(result, 400);
        assertThat(result.body()).contains(named);
        nothingWasSent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/payments/7/capture | {\"amount\":0,\"last\":true}",
                "/payments/7/capture | {\"amount\":-1,\"last\":true}",
                "/payments/7/capture | {\"amount\":\"1\",\"last\":true}",
                "/payments/7/capture | {\"amount\":1.5,\"last\":true}",
                "/payments/7/capture | {\"amount\":1000000000000001,\"last\":true}",
                "/payments/7/capture | {\"last\":1}",
                "/payments/7/capture | {\"currency\":\"EUR\"}",
                "/payments/7/cancel  | {\"reason\":\"x\"}",
                "/payments/7/refunds | {\"amount\":0}",
                "/payments/7/refunds | {\"amount\":12.5}",
                "/payments/7/refunds | {\"refund\":0}",
                "/payments/7/refunds | {\"refund\":\"17\"}",
                "/payments/7/refunds | {\"reason\":\"the shopper, Jane Roe, said so\"}",
                "/payments/7/refunds | {\"currency\":\"EUR\"}",
                "/payments/7/refresh    | {\"gateway\":\"unknown\"}"
            })
    void soIsEveryOtherRequest(String path, String body) throws Exception {
        assertProblem(api.post(path, "k-1", body), 400);
        nothingWasSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/payments", "/payments/7/capture", "/payments/7/cancel", "/payments/7/refunds"})
    void aRequestThatMovesMoneyNeedsAKey(String path) throws Exception {
        String body = path.equals("/payments") ? "{\"order\":7,\"paymentMethod\":\"pm_1\"}" : "{}";
        for (String key : new String[] {"", "k".repeat(256), "wc_order_AbC123", "key of wc_order_AbC123"}) {
            HttpResponse<String> result = api.post(path, key, body);
            assertProblem(result, 400);
            assertThat(result.body()).contains("Idempotency-Key");
        }
        nothingWasSent();

        assertThat(api.post(path, "k".repeat(255), body).statusCode()).isEqualTo(202);
    }

    @Test
    void twoKeysAreNone() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.at("/payments/7/cancel"))
                .header("Authorization", "Bearer " + RunningApi.TOKEN)
                .header("Idempotency-Key", "k-1")
                .header("Idempotency-Key", "k-2")
                .POST(HttpRequest.BodyPublishers.noBody());
        assertProblem(api.send(request), 400);
        nothingWasSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/payments/0/cancel", "/payments/abc/refresh", "/payments/100000000000000001/capture"})
    void anImpossibleOrderNumberIsNotFound(String path) throws Exception {
        assertProblem(api.post(path, "k-1", "{}"), 404);
        nothingWasSent();
    }

    @Test
    void aBodyHasABoundAndAType() throws Exception {
        String large = "{\"order\":7,\"paymentMethod\":\"pm_1\"" + " ".repeat(16 * 1024) + "}";
        assertProblem(api.post("/payments", "k-1", large), 413);
        HttpRequest.Builder form = HttpRequest.newBuilder(api.at("/payments/7/capture"))
                .header("Authorization", "Bearer " + RunningApi.TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Idempotency-Key", "k-1")
                .POST(HttpRequest.BodyPublishers.ofString("amount=1"));
        assertProblem(api.send(form), 415);
        nothingWasSent();
    }

    @Test
    void noRequestMovesMoneyWithoutAToken() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.at("/payments"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k-1")
                .POST(HttpRequest.BodyPublishers.ofString("{\"order\":7,\"paymentMethod\":\"pm_1\"}"));
        assertProblem(api.send(request), 401);
        nothingWasSent();
    }

    private static void nothingWasSent() {
        assertThat(api.systems.asked).isEmpty();
        assertThat(api.systems.cacheReads + api.systems.ledgerReads).isZero();
    }
}
