package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test of one client with 640 slow sockets, which once took callbacks and liveness down. */
@Timeout(120)
class SlowClientsTest {

    private static final int SOCKETS = 640;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String HEADERS = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nX-Drip: ";
    private static final String BODY = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n";
    private static final String NO_TOKEN = "POST /payments HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n";
    private static final String TOO_LONG =
            "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n";

    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void slowHeadersAndBodiesDelayNoOtherClient() throws Exception {
        api.callback("order warm-up");
        try (SlowClients slow = new SlowClients(api.port(), SOCKETS, List.of(HEADERS, BODY, NO_TOKEN, TOO_LONG))) {
            Instant end = Instant.now().plusSeconds(14);
            int round = 0;
            while (Instant.now().isBefore(end)) {
                String event = "evt_" + round++;
                assertThat(timed(() -> api.callback("order " + event)).statusCode())
                        .isEqualTo(200);
                assertThat(timed(() -> api.get("/actuator/health/liveness")).statusCode())
                        .isEqualTo(200);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            assertThat(slow.closed()).as("headers and bodies have a deadline").isGreaterThan(SOCKETS / 2);
        }
    }

    /** Each byte is quick; only the sum of all reads shows it. */
    @Test
    void aBodyThatDripsGets408WithinItsTime() throws Exception {
        assertThat(dripped(BODY, Duration.ofSeconds(13))).startsWith("HTTP/1.1 408");
    }

    @Test
    void headersThatDripAreClosedWithinTheirTime() throws Exception {
        assertThat(dripped(HEADERS, Duration.ofSeconds(13))).isEmpty();
    }

    @Test
    void theSumOfAllBodiesReturnsToNothing() throws Exception {
        for (int each = 0; each < 50; each++) {
            api.callback("order evt_" + each);
            api.post("/payments", "", "x".repeat(100_000));
        }
        // The response of the last one may be here before its bytes are subtracted.
        for (int tries = 0; api.bodies().held() > 0 && tries < 50; tries++) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertThat(api.bodies().held()).isZero();
    }

    private String dripped(String head, Duration within) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            client.setSoTimeout(200);
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            Instant end = Instant.now().plus(within);
            while (Instant.now().isBefore(end)) {
                try {
                    int read = client.getInputStream().read();
                    if (read < 0) {
                        return answer.toString();
                    }
                    answer.append((char) read);
                } catch (java.net.SocketTimeoutException nothingYet) {
                    client.getOutputStream().write('x');
                } catch (IOException closed) {
                    return answer.toString();
                }
            }
            throw new AssertionError("still open after " + within);
        }
    }

    private interface Call {
        HttpResponse<String> send() throws Exception;
    }

    private static HttpResponse<String> timed(Call call) throws Exception {
        long from = System.nanoTime();
        HttpResponse<String> answer = call.send();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(PATIENCE);
        return answer;
    }

    /** An attacker with many sockets, each of which sends a byte now and then; it opens those again that are closed. */
    private static final class SlowClients implements AutoCloseable {

        private static final long PAUSE_NANOS = 300_000_000;

        private final InetSocketAddress server;
        private final List<String> heads;
        private final SocketChannel[] sockets;
        private final Thread thread = Thread.ofPlatform().name("slow-clients").unstarted(this::drip);
        private volatile boolean running = true;
        private final AtomicLong closed = new AtomicLong();

        /** @param heads the starts of the requests; each socket sends one of them, then drips */
        SlowClients(int port, int count, List<String> heads) throws IOException {
            this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            this.heads = heads;
            this.sockets = new SocketChannel[count];
            for (int each = 0; each < count; each++) {
                sockets[each] = open(each);
            }
            thread.start();
        }

        /** Returns how many connections the server has closed. */
        long closed() {
            return closed.get();
        }

        private SocketChannel open(int each) throws IOException {
            SocketChannel socket = SocketChannel.open(server);
            socket.configureBlocking(false);
            write(socket, heads.get(each % heads.size()));
            return socket;
        }

        private static void write(SocketChannel socket, String text) throws IOException {
            socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }

        private void drip() {
            ByteBuffer answer = ByteBuffer.allocate(4 * 1024);
            while (running) {
                for (int each = 0; each < sockets.length && running; each++) {
                    try {
                        write(sockets[each], "x");
                        if (sockets[each].read(answer.clear()) < 0) {
                            throw new IOException("closed");
                        }
                    } catch (IOException gone) {
                        closed.incrementAndGet();
                        again(each);
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private void again(int each) {
            try {
                sockets[each].close();
                sockets[each] = open(each);
            } catch (IOException refused) {
                // It is tried again in the next round.
            }
        }

        @Override
        public void close() throws IOException {
            running = false;
            try {
                thread.join();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            for (SocketChannel socket : new ArrayList<>(List.of(sockets))) {
                socket.close();
            }
        }
    }
}
