package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A POST goes out once, and every wait ends. */
class StripeHttpTest {

    private static final StripeTimeouts SHORT =
            new StripeTimeouts(Duration.ofSeconds(2), Duration.ofMillis(800), Duration.ofSeconds(5));

    @Test
    void aChargeIsNotRepeatedAfterAReset() throws IOException {
        try (Server server = new Server(socket -> socket.setSoLinger(true, 0))) {
            assertThat(code(server)).isEqualTo("stripe-reset");
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void aChargeIsNotRepeatedWhenTheConnectionEndsBeforeAnAnswer() throws IOException {
        try (Server server = new Server(socket -> {})) {
            assertThat(code(server)).isEqualTo("stripe-cut");
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void aChargeIsNotRepeatedOnAConnectionThatWasKeptTooLong() throws IOException {
        try (Server server = new Server(socket -> {
            say(socket, "HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            request(socket.getInputStream());
        })) {
            StripeGateway gateway = gateway(server);
            assertThat(code(gateway)).isEqualTo("stripe-409");
            assertThat(code(gateway)).isEqualTo("stripe-cut");
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void halfAnAnswerIsCut() throws IOException {
        try (Server server =
                new Server(socket -> say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{\"id\":\"pi_1\""))) {
            assertThat(code(server)).isEqualTo("stripe-cut");
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void anAnswerThatDripsEndsWhenItsTimeIsOver() throws IOException {
        try (Server server = new Server(socket -> {
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n");
            while (socket.getInputStream().read() >= 0) {
                // Until the caller hangs up.
            }
        })) {
            long started = System.nanoTime();
            assertThat(code(server)).isEqualTo("stripe-timeout");
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void anAnswerLargerThanAnyOfStripesIsNotReadToItsEnd() throws IOException {
        try (Server server = new Server(socket -> {
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n");
            byte[] much = new byte[1 << 20];
            for (int i = 0; i < 900; i++) {
                socket.getOutputStream().write(much);
            }
        })) {
            assertThat(code(server)).isIn("stripe-cut", "stripe-timeout");
        }
    }

    @Test
    void aClosedPortIsUnreachable() throws IOException {
        Server gone = new Server(socket -> {});
        gone.close();

        assertThat(code(gone)).isEqualTo("stripe-unreachable");
    }

    private static String code(Server server) {
        return code(gateway(server));
    }

    private static String code(StripeGateway gateway) {
        ApplicationFailure failure =
                catchThrowableOfType(ApplicationFailure.class, () -> gateway.carryOut(StubbedStripe.charge()));
        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        return FailureDetails.code(failure);
    }

    private static StripeGateway gateway(Server server) {
        return StubbedStripe.gateway(
                "http://127.0.0.1:" + server.port,
                StubbedStripe.KEYS,
                new OperationAttempt(() -> StubbedStripe.NOW, () -> 1),
                SHORT);
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads one request with its body; false at the end of the connection. */
    private static boolean request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        String length = head.toString().replaceFirst("(?is).*content-length: *(\\d+).*", "$1");
        in.readNBytes(Integer.parseInt(length));
        return true;
    }

    /** A server that counts what reaches it, does something to the connection, and ends it. */
    private static final class Server implements AutoCloseable {

        interface Manner {
            void meets(Socket socket) throws IOException;
        }

        final AtomicInteger requests = new AtomicInteger();
        final int port;
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        Server(Manner manner) throws IOException {
            port = socket.getLocalPort();
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try (Socket one = socket.accept()) {
                        if (request(one.getInputStream())) {
                            requests.incrementAndGet();
                            manner.meets(one);
                        }
                    } catch (IOException closed) {
                        // The next one, unless this was the end.
                    }
                }
            });
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
