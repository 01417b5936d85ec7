package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.request.Request;
import dev.payonce.settings.TemporalSettings;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.workflow.TemporalPaymentClient;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real client against a Temporal that does not answer: whether somebody works on it is never guessed. */
@Timeout(60)
class TemporalRequestClientTest {

    private static final Duration WITHIN = Duration.ofSeconds(1);

    @Test
    void aTemporalThatNeverResultsHasTakenNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(ask(silent.getLocalPort(), within -> {
                        throw Status.UNAVAILABLE.asRuntimeException();
                    }))
                    .isEqualTo(new RequestClient.Response.Unavailable("UNAVAILABLE"));
        }
    }

    @Test
    void oneThatIsThereAndOnlyTakesItsTimeWorksOnIt() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(ask(silent.getLocalPort(), within -> {})).isEqualTo(new RequestClient.Response.Pending());
        }
    }

    private static RequestClient.Response ask(int port, Consumer<Duration> check) {
        TemporalSettings settings = new TemporalSettings("127.0.0.1:" + port, "default");
        try (TemporalConnection temporal = new TemporalConnection(settings, new SimpleMeterRegistry());
                Deadlines deadlines = new Deadlines()) {
            RequestClient ask =
                    new TemporalRequestClient(new TemporalPaymentClient(temporal.client(), ""), deadlines, check);
            long from = System.nanoTime();
            RequestClient.Response reply = ask.ask(Counter.ORDER, new Request.Cancel("k-1"), "stripe", WITHIN);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(WITHIN.plusSeconds(1));
            return reply;
        }
    }
}
