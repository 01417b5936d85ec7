package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.settings.TemporalSettings;
import dev.payonce.temporal.BoundedPaymentClient;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import dev.payonce.workflow.PaymentWorkflowImpl;
import dev.payonce.workflow.TemporalPaymentClient;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests of the client against a Temporal that does not answer: a caller gets no guess. */
@Timeout(60)
class TemporalRequestClientTest {

    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final Request CANCEL = new Request.Cancel("k-1", "");

    @Test
    void aTemporalThatNeverAnswersHasTakenNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ask(silent.getLocalPort(), within -> {
                        throw Status.UNAVAILABLE.asRuntimeException();
                    }))
                    .isInstanceOf(RequestClient.Unavailable.class)
                    .hasMessage("UNAVAILABLE");
        }
    }

    @Test
    void aTemporalThatOnlyTakesItsTimeWorksOnIt() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(ask(silent.getLocalPort(), within -> {}))
                    .isEqualTo(new Answered(CANCEL.fingerprint(ScriptedSystems.ORDER), PaymentResult.carryingOut(0)));
        }
    }

    /** The client tries again by itself, and gives Temporal's reason when the time is over. */
    @Test
    void G20_aTemporalAtItsLimitIsBusyAndNeverWorking() throws Exception {
        RequestClient client = new TemporalRequestClient(
                (order, request, gateway, within) -> {
                    throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
                },
                within -> {});

        assertThat(client.ask(ScriptedSystems.ORDER, CANCEL, "stripe", WITHIN))
                .isEqualTo(new Answered(CANCEL.fingerprint(ScriptedSystems.ORDER), PaymentResult.notYet(Why.BUSY)));
    }

    @Test
    void G20_aRunThatHoldsItsMostCallersIsAskedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Answered paid = new Answered("f1", PaymentResult.refused("already_paid"));
        RequestClient client = new TemporalRequestClient(
                (order, request, gateway, within) -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException(
                                ApplicationFailure.newNonRetryableFailure("Seven wait", PaymentWorkflowImpl.BUSY));
                    }
                    return paid;
                },
                within -> {});

        assertThat(client.ask(ScriptedSystems.ORDER, CANCEL, "stripe", Duration.ofSeconds(5)))
                .isEqualTo(paid);
        assertThat(calls).hasValue(2);
    }

    private static Answered ask(int port, Consumer<Duration> check) throws Exception {
        TemporalSettings settings = new TemporalSettings("127.0.0.1:" + port, "default");
        try (TemporalConnection temporal = new TemporalConnection(settings, new SimpleMeterRegistry());
                Deadlines deadlines = new Deadlines()) {
            BoundedPaymentClient payments =
                    new BoundedPaymentClient(new TemporalPaymentClient(temporal.client(), ""), deadlines, WITHIN);
            RequestClient ask = new TemporalRequestClient(payments::request, check);
            long from = System.nanoTime();
            Answered reply = ask.ask(ScriptedSystems.ORDER, CANCEL, "stripe", WITHIN);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(WITHIN.plusSeconds(1));
            return reply;
        }
    }
}
