package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.api.http.ApiLimits;
import dev.payonce.gateway.Webhook.Received.Cause;
import dev.payonce.gateway.Webhook.Received.Reason;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class WebhooksTest {

    @AutoClose
    private static final RunningApi api = new RunningApi();

    @BeforeEach
    void forget() {
        api.fakes.forget();
    }

    @Test
    void aCallbackIsAcknowledgedWhenItIsDurable() throws Exception {
        HttpResponse<String> result = api.callback("order evt_1");
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.body()).isEqualTo("{\"received\":true}");
        assertThat(api.fakes.delivered).containsExactly("7 evt_1");
        assertThat(api.fakes.known).containsExactly("evt_1");
    }

    @Test
    void aDuplicateIsAcknowledgedWithoutACallToTemporal() throws Exception {
        api.fakes.known.add("evt_1");
        assertThat(api.callback("order evt_1").statusCode()).isEqualTo(200);
        assertThat(api.fakes.delivered).isEmpty();
    }

    @Test
    void aCallbackWithoutOurTagIsKeptToFindOutWhoseItIs() throws Exception {
        assertThat(api.callback("whose evt_1").statusCode()).isEqualTo(200);
        assertThat(api.fakes.delivered).containsExactly("? evt_1");
    }

    @ParameterizedTest
    @CsvSource({"TYPE, type", "MODE, mode", "ACCOUNT, account", "SHAPE, shape"})
    void J32_aGenuineEventThatIsNotOursIsAcknowledgedAndCountedByItsCause(Cause cause, String tag) throws Exception {
        String series = "payonce_callbacks_ignored_total{account=\"stripe\",cause=\"" + tag + "\"} ";
        double before = value(series);

        assertThat(api.callback("ignore evt_1 " + cause).statusCode()).isEqualTo(200);

        assertThat(value(series)).isEqualTo(before + 1);
        assertThat(api.fakes.delivered).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aForgedCallbackIsRefusedAndWritesNothing(Reason reason) throws Exception {
        assertProblem(api.callback("refuse " + reason), 401);
        assertThat(api.fakes.delivered).isEmpty();
        assertThat(api.fakes.refreshes).hasValue(0);
    }

    @Test
    void anUnknownAccountIsNotFound() throws Exception {
        assertProblem(
                api.send(HttpRequest.newBuilder(api.at("/webhooks/unknown"))
                        .POST(HttpRequest.BodyPublishers.ofString("order evt_1"))),
                404);
    }

    @Test
    void whileTemporalIsAwayTheGatewayIsAskedToComeAgain() throws Exception {
        api.fakes.temporalIsAway = true;
        HttpResponse<String> result = api.callback("order evt_1");
        assertProblem(result, 503);
        assertThat(result.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(api.fakes.known).isEmpty();
    }

    @Test
    void aFailureInsideTellsTheCallerNothingOfItself() throws Exception {
        assertProblem(api.callback("bug"), 500);
    }

    @Test
    void theLongestBodyThatIsTakenIsTaken() throws Exception {
        assertProblem(api.callback("x".repeat(ApiLimits.BODY)), 401);
        assertProblem(api.callback("x".repeat(ApiLimits.BODY + 1)), 413);
    }

    @Test
    @Timeout(5)
    void tenMegabytesAreRefusedWhateverTheirFraming() throws Exception {
        byte[] large = new byte[10 * 1024 * 1024];
        assertProblem(
                api.send(HttpRequest.newBuilder(api.at("/webhooks/stripe"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(large))),
                413);
        assertProblem(
                api.send(HttpRequest.newBuilder(api.at("/webhooks/stripe"))
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
                413);
    }

    @Test
    void aBodyOfAnyMediaTypeIsReadAsItCame() throws Exception {
        for (String type : new String[] {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "?"}) {
            HttpResponse<String> result = api.send(HttpRequest.newBuilder(api.at("/webhooks/stripe"))
                    .header("Content-Type", type)
                    .header("Accept", "text/html")
                    .POST(HttpRequest.BodyPublishers.ofString("order evt_" + type.length())));
            assertThat(result.statusCode()).as(type).isEqualTo(200);
        }
        assertThat(api.fakes.delivered).hasSize(3);
    }

    @Test
    void aBodyThatStopsArrivingIsGivenUp() throws Exception {
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            String head = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf";
            caller.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            caller.setSoTimeout((int) TimeUnit.SECONDS.toMillis(15));
            String result = new String(caller.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(result).startsWith("HTTP/1.1 408").contains("application/problem+json");
        }
    }

    /** Each forged delivery once left a line, so an attacker could fill the log. */
    @Test
    void forgedCallbacksAreCountedAndLoggedOnceAMinute() throws Exception {
        api.callback("forged"); // Registers the counter, and is this minute's line.
        double before = value("payonce_refusals_total{reason=\"bad_signature\"} ");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.payonce.api");
        logger.addAppender(log);
        try {
            for (int each = 0; each < 30; each++) {
                assertProblem(api.callback("forged"), 401);
            }
        } finally {
            logger.detachAppender(log);
        }
        assertThat(value("payonce_refusals_total{reason=\"bad_signature\"} ")).isEqualTo(before + 30);
        assertThat(log.list).isEmpty();
    }

    @Test
    void everyOutcomeIsCountedAndEverySeriesIsThereFromTheStart() throws Exception {
        double accepted = counted("accepted");
        double duplicate = counted("duplicate");
        double rejected = counted("rejected");
        api.callback("order evt_1");
        api.callback("order evt_1");
        api.callback("forged");
        assertThat(counted("accepted")).isEqualTo(accepted + 1);
        assertThat(counted("duplicate")).isEqualTo(duplicate + 1);
        assertThat(counted("rejected")).isEqualTo(rejected + 1);
        assertThat(counted("unmatched")).isNotNegative();
        assertThat(counted("ignored")).isNotNegative();
        assertThat(counted("unavailable")).isNotNegative();
        assertThat(api.get("/actuator/prometheus").body()).contains("payonce_callback_ack_seconds_bucket");
    }

    private static double counted(String outcome) throws Exception {
        return value("payonce_callbacks_total{account=\"stripe\",outcome=\"" + outcome + "\"} ");
    }

    private static double value(String series) throws Exception {
        return api.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .map(line -> Double.valueOf(line.substring(series.length())))
                .findFirst()
                .orElseThrow();
    }

    static void assertProblem(HttpResponse<String> result, int status) {
        assertThat(result.statusCode()).isEqualTo(status);
        assertThat(result.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(result.body())
                .startsWith("{\"type\":\"/problems#")
                .contains("\"status\":" + status)
                .doesNotContain("secret detail", "Exception", "<");
    }
}
