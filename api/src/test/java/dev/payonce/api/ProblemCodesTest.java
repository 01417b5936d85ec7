package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.api.history.PaymentReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The tests of the words by which programs know a problem. */
class ProblemCodesTest {

    private static RunningApi api;

    @BeforeAll
    static void start() {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put(
                "PAYONCE_STORE_TOKENS", environment.get("PAYONCE_STORE_TOKENS").replace("shop:pay", "shop:decode+pay"));
        api = RunningApi.with(environment);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /payments/8, payment_unknown",
        "GET, /payments/abc, payment_unknown",
        "POST, /payments/abc/cancel, no_order_number",
        "POST, /payments, field_invalid",
        "GET, /nothing, not_found",
        "PUT, /payments, method_not_allowed",
        "GET, /shadow-report, no_shadow_report",
        "POST, /webhooks/unknown, account_unknown"
    })
    void aProblemHasACodeAndItsTypeLeadsToThePage(String method, String address, String code) throws Exception {
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(api.at(address))
                .header("Authorization", "Bearer " + RunningApi.TOKEN)
                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.body()).contains("\"code\":\"" + code + "\"", "\"type\":\"/problems#" + code + "\"");
        assertThat(api.get("/problems").body()).contains("<a id=\"" + code + "\"></a>");
    }

    /** {@code GET /observations?x} was once a 500. */
    @ParameterizedTest
    @ValueSource(
            strings = {"x", "%zz=1", "after=%zz", "after=%", "%=1", "=1", "after=1&", "&", "after=%ff", "after=1&x"})
    void aMalformedQueryIsTheCallersFaultOnEachRoute(String query) throws Exception {
        for (String route : api.routes(false)) {
            String address = route.replaceAll("\\{\\w+}", "7");
            assertThat(status(address, query)).as(address + "?" + query).isEqualTo(400);
        }
    }

    @Test
    void aWellFormedQueryIsLeftToItsRoute() throws Exception {
        assertThat(api.get("/payments/8?a=1&b=%C3%BC&c=").statusCode()).isEqualTo(404);
        assertThat(api.get("/openapi.yaml?a=b=c").statusCode()).isEqualTo(200);
    }

    @Test
    void everyAnswerHasARequestIdThatTheCallerMayChoose() throws Exception {
        for (String address : List.of("/payments/8", "/openapi.yaml", "/nothing", "/actuator/health/liveness")) {
            assertThat(api.get(address).headers().firstValue("X-Request-Id"))
                    .as(address)
                    .isPresent();
        }
        HttpResponse<String> chosen =
                api.send(HttpRequest.newBuilder(api.at("/payments/8")).header("X-Request-Id", "chosen-by-caller"));
        HttpResponse<String> refused =
                api.send(HttpRequest.newBuilder(api.at("/payments/8")).header("X-Request-Id", "a b\tc <x> line"));
        assertThat(chosen.headers().firstValue("X-Request-Id")).hasValue("chosen-by-caller");
        assertThat(refused.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(36);
    }

    @Test
    void theLinesOfARequestHaveItsId() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(PaymentReader.class);
        log.start();
        logger.addAppender(log);
        api.fakes.databaseIsAway = true;
        try {
            HttpResponse<String> answer = api.get("/payments/8");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(log.list).hasSize(1);
            assertThat(log.list.getFirst().getMDCPropertyMap())
                    .containsEntry(
                            "request",
                            answer.headers().firstValue("X-Request-Id").orElseThrow())
                    .containsEntry("caller", "shop");
        } finally {
            api.fakes.databaseIsAway = false;
            logger.detachAppender(log);
        }
    }

    /** No filter sees such a request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /pay\"ments HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /payments/7 HTTP/1.1\r\n\r\n",
                "TRACE /webhooks/stripe HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void aRequestThatTheServerItselfRefusesHasAnIdToo(String request) throws Exception {
        assertThat(api.raw(request)).startsWith("HTTP/1.1 4").contains("\r\nX-Request-Id: ");
    }

    private static int status(String route, String query) throws Exception {
        // The client refuses to send such a query, so it is written by hand.
        return api.status(route + "?" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + RunningApi.TOKEN
                + "\r\nConnection: close\r\n\r\n");
    }
}
