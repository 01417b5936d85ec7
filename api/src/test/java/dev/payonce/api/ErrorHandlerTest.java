package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorHandlerTest {

    @AutoClose
    private static final RunningApi api = new RunningApi();

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /webhooks/stripe, 405",
        "GET, /payments, 405",
        "GET, /payments/7/capture, 405",
        "POST, /payments/7/refund, 404",
        "DELETE, /payments/7, 405",
        "POST, /payments/7, 405",
        "GET, /error, 404",
        "GET, /actuator/env, 404"
    })
    void aMissingPageIsAProblemWhateverTheCallerAccepts(String method, String path, int status) throws Exception {
        for (String accept : new String[] {"*/*", "text/html", "image/png", "nonsense"}) {
            assertProblem(
                    api.send(HttpRequest.newBuilder(api.at(path))
                            .header("Authorization", "Bearer " + RunningApi.TOKEN)
                            .header("Accept", accept)
                            .method(method, HttpRequest.BodyPublishers.noBody())),
                    status);
        }
    }

    @Test
    void anotherMethodGetsTheAllowedOnes() throws Exception {
        HttpResponse<String> result = api.get("/webhooks/stripe");
        assertThat(result.headers().firstValue("Allow")).hasValue("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /pay\"ments HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /payments/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /payments/7 HTTP/1.1\r\n\r\n",
                "TRACE /webhooks/stripe HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 2\r\n\r\nxx",
                "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 0\r\n\r\n",
                "no http at all\r\n\r\n"
            })
    void malformedHttpGetsNoPageAndNoWordOfTheServer(String request) throws Exception {
        assertThat(raw(request))
                .startsWith("HTTP/1.1 4")
                .doesNotContainIgnoringCase("tomcat", "<html", "exception", "server:");
    }

    @Test
    void headersHaveABound() throws Exception {
        assertThat(raw("GET /payments/7 HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void anResultSaysNothingOfTheServerAndIsNotKeptOnTheWay() throws Exception {
        HttpResponse<String> result = api.get("/payments/7");
        assertThat(result.headers().map()).doesNotContainKeys("server", "x-powered-by");
        assertThat(result.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(result.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void healthIsPublicWithoutItsReasons(String path) throws Exception {
        HttpResponse<String> result = api.send(HttpRequest.newBuilder(api.at(path)));
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.body()).contains("\"UP\"").doesNotContain("where", "here");
    }

    private static String raw(String request) throws IOException {
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            caller.shutdownOutput();
            return new String(caller.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
