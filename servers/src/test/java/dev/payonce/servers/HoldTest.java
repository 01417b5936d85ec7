package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final List<AutoCloseable> open = new ArrayList<>();
    private ServerSocket server;
    private FaultProxy proxy;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.before("127.0.0.1", server.getLocalPort());
        open.add(server);
        open.add(proxy);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void aRequestIsHeldWhereItsTextBeginsAndGoesOnInOrder() throws IOException {
        Line line = connect();
        Hold hold = proxy.hold(Hold.request("COMMIT"));

        line.ask("UPDATE;COM");
        line.ask("MIT;");
        assertThat(hold.await(PATIENCE)).isTrue();
        line.ask("MORE;");
        assertThat(line.heard(7)).isEqualTo("UPDATE;"); // Its first half may have passed, if it came alone.
        hold.letGo();

        assertThat(line.heard(12)).isEqualTo("COMMIT;MORE;");
    }

    @Test
    void aReplyIsHeldOnceItsRequestWasDone() throws IOException {
        Line line = connect();
        Hold hold = proxy.hold(Hold.reply("COMMIT"));

        line.ask("COMMIT;");
        assertThat(line.heard(7)).isEqualTo("COMMIT;");
        assertThat(hold.await(MOMENT)).as("nothing is replied yet").isFalse();
        line.reply("OK");
        assertThat(hold.await(PATIENCE)).isTrue();
        assertThat(line.told()).isZero();
        hold.letGo();

        Await.until("the reply is there", PATIENCE, () -> line.told() == 2);
    }

    @Test
    void onlyTheConnectionThatHasSaidEverythingInThisOrderIsHeld() throws IOException {
        Line one = connect();
        Line other = connect();
        Hold hold = proxy.hold(Hold.request("order 1001", "COMMIT"));

        one.ask("order 1001;");
        other.ask("order 1002;COMMIT;");
        assertThat(other.heard(18)).isEqualTo("order 1002;COMMIT;");
        one.ask("COMMIT;");

        assertThat(hold.await(PATIENCE)).isTrue();
        assertThat(one.heard(11)).isEqualTo("order 1001;");
    }

    @Test
    void theTimeThatIsMeantIsCountedOverAllConnections() throws IOException {
        Line one = connect();
        Line other = connect();
        Hold hold = proxy.hold(Hold.request("LOCK").time(2));

        one.ask("LOCK;");
        assertThat(one.heard(5)).isEqualTo("LOCK;");
        other.ask("LOCK;");

        assertThat(hold.await(PATIENCE)).isTrue();
    }

    @Test
    void bytesOfADeadProcessMayStillArriveOrBeLost() throws IOException {
        Line late = connect();
        Line lost = connect();
        Hold letGo = proxy.hold(Hold.request("late"));
        Hold lose = proxy.hold(Hold.request("lost"));
        late.ask("late");
        lost.ask("lost");
        assertThat(letGo.await(PATIENCE) && lose.await(PATIENCE)).isTrue();
        late.dies();
        lost.dies();

        letGo.letGo();
        lose.lose();

        assertThat(late.heard(10)).isEqualTo("late");
        assertThat(lost.heard(10)).isEmpty();
    }

    @Test
    void anActionAtTheHoldIsDoneBeforeItIsReported() throws IOException {
        Line line = connect();
        Line other = connect();
        List<Hold> stopped = new ArrayList<>();
        Hold hold = proxy.hold(Hold.request("SET").andThen(_ -> stopped.add(proxy.stopRequests())));

        line.ask("SET");
        assertThat(hold.await(PATIENCE)).isTrue();
        other.ask("report");
        assertThat(stopped).hasSize(1);
        stopped.getFirst().letGo();

        assertThat(other.heard(6)).isEqualTo("report");
    }

    @Test
    void aHoldThatWasLetGoBeforeNeverHolds() throws IOException {
        Line line = connect();
        proxy.hold(Hold.request("COMMIT")).letGo();

        line.ask("COMMIT;");

        assertThat(line.heard(7)).isEqualTo("COMMIT;");
    }

    private Line connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket accepted = server.accept();
        accepted.setSoTimeout((int) PATIENCE.toMillis());
        open.add(client);
        open.add(accepted);
        return new Line(client, accepted);
    }

    /** A client, and the server's end of its connection. */
    private record Line(Socket client, Socket server) {

        void ask(String text) throws IOException {
            client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void reply(String text) throws IOException {
            server.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Returns the bytes that have arrived at the server: this number, or all until the end of the connection. */
        String heard(int bytes) {
            try {
                InputStream in = server.getInputStream();
                return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
            } catch (IOException reset) {
                return "";
            }
        }

        /** Returns how many bytes of replies wait for the client. */
        int told() {
            try {
                return client.getInputStream().available();
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
        }

        /** Ends the connections as a killed process does. */
        void dies() throws IOException {
            client.close();
        }
    }
}
