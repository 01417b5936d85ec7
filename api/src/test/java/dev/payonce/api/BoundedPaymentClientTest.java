package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.http.ApiLimits;
import dev.payonce.settings.TemporalSettings;
import dev.payonce.temporal.BoundedPaymentClient;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.workflow.TemporalPaymentClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real client against a Temporal that is not there, in the two ways in which it may not be. */
@Timeout(60)
class BoundedPaymentClientTest {

    private static final Duration ANSWERED_WITHIN = Duration.ofMillis(4_500);

    @Test
    void aTemporalThatTakesConnectionsAndNeverResultsHoldsNoCallback() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            refusesInTime(silent.getLocalPort());
        }
    }

    @Test
    void aTemporalThatRefusesConnectionsHoldsNoCallback() throws Exception {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        refusesInTime(free);
    }

    /** Tries three calls: the first one of a process also asks for the server's abilities. */
    private static void refusesInTime(int port) throws Exception {
        TemporalSettings settings = new TemporalSettings("127.0.0.1:" + port, "default");
        try (TemporalConnection temporal = new TemporalConnection(settings, new SimpleMeterRegistry());
                Deadlines deadlines = new Deadlines();
                RunningApi api = new RunningApi(
                        new BoundedPaymentClient(
                                new TemporalPaymentClient(temporal.client(), ""), deadlines, ApiLimits.DURABLE_WITHIN),
                        List.of())) {
            for (String body : List.of("order evt_1", "whose evt_2", "order evt_3")) {
                long from = System.nanoTime();
                assertProblem(api.callback(body), 503);
                assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(ANSWERED_WITHIN);
            }
            assertThat(api.fakes.known).isEmpty();
        }
    }
}
