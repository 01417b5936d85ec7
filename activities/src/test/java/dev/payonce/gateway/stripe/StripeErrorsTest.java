package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import dev.payonce.failure.Failures;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StripeErrorsTest {

    private static final String SECRET = "sk_test_do_not_show";

    @ParameterizedTest
    @CsvSource({
        "400, refused",
        "401, refused",
        "402, refused",
        "403, refused",
        "404, refused",
        "405, refused",
        "408, transient",
        "409, transient",
        "424, transient",
        "429, transient",
        "500, transient",
        "502, transient",
        "503, transient",
        "504, transient"
    })
    void eachStatusIsOfOneKindAndItsCodeSaysWhich(int status, String kind) {
        ApplicationFailure failure = StripeErrors.failure("pi_1", result(status), StripeResponseHeaders.NONE);

        assertThat(failure.getType()).isEqualTo(kind);
        assertThat(failure.isNonRetryable()).isEqualTo(kind.equals(Failures.NON_RETRYABLE));
        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-" + status);
        assertThat(failure.getOriginalMessage())
                .contains("pi_1", "some_code", "req_1")
                .doesNotContain(SECRET);
        assertThat(failure.getCause()).isNull();
    }

    static Stream<Arguments> silences() {
        return Stream.of(
                Arguments.of(new HttpTimeoutException("late"), "stripe-timeout"),
                Arguments.of(new HttpConnectTimeoutException("late"), "stripe-unreachable"),
                Arguments.of(new IOException("wrapped", new ConnectException("refused")), "stripe-unreachable"),
                Arguments.of(new InterruptedIOException("stop"), "stripe-interrupted"),
                Arguments.of(new ConnectException("refused"), "stripe-unreachable"),
                Arguments.of(new UnknownHostException("api"), "stripe-unreachable"),
                Arguments.of(new SSLHandshakeException("no"), "stripe-tls"),
                Arguments.of(new SocketException("Connection reset"), "stripe-reset"),
                Arguments.of(new IOException("no bytes", new EOFException("EOF")), "stripe-cut"),
                Arguments.of(new IOException("Premature EOF"), "stripe-cut"));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void noAnswerIsTransientAndItsCodeSaysHow(IOException cause, String code) {
        ApplicationFailure failure =
                StripeErrors.failure("pi_1", new ApiConnectionException(SECRET, cause), StripeResponseHeaders.NONE);

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(FailureDetails.code(failure)).isEqualTo(code);
        assertThat(failure.getOriginalMessage()).doesNotContain(SECRET);
    }

    @Test
    void anAnswerThatIsNotStripesIsTransient() {
        assertThat(FailureDetails.code(StripeErrors.failure("pi_1", result(200), StripeResponseHeaders.NONE)))
                .isEqualTo("stripe-unreadable");
    }

    @Test
    void onlyAMissingResourceIsMissing() {
        assertThat(StripeErrors.missing(
                        new InvalidRequestException("No such", "id", "req_1", "resource_missing", 404, null)))
                .isTrue();
        assertThat(StripeErrors.missing(result(404))).isFalse();
        assertThat(StripeErrors.missing(new ApiConnectionException("away"))).isFalse();
    }

    @Test
    void noWorkerComesBackBeforeRetryAfterAndNotAllAtOnce() {
        Duration after = Duration.ofSeconds(40);
        StripeResponseHeaders hints = new StripeResponseHeaders(Optional.of(after), Optional.empty(), false);
        Duration first = StripeErrors.failure("pi_1", result(429), hints).getNextRetryDelay();
        Duration second = StripeErrors.failure("pi_2", result(429), hints).getNextRetryDelay();

        assertThat(first).isBetween(after, after.plusSeconds(10)).isNotEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "' 7 ', 7", "300, 300", "301, 300", "999999999, 300"})
    void retryAfterHasABound(String header, long seconds) {
        assertThat(StripeResponseHeaders.seconds(header)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"''", "0", "-1", "soon", "1.5", "99999999999999999999", "'Wed, 25 Nov 2026 10:00:00 GMT'"})
    void aMalformedRetryAfterIsLeftToOurOwnPace(String header) {
        assertThat(StripeResponseHeaders.seconds(header)).isEmpty();
    }

    private static StripeException result(int status) {
        return new ApiException("A body with " + SECRET, "req_1", "some_code", status, null);
    }
}
