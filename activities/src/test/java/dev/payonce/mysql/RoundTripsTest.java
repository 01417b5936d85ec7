package dev.payonce.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.Store;
import dev.payonce.woocommerce.StoreFixture;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The test of the round trips of a payment, as the driver really sends them: each command is one. */
class RoundTripsTest {

    private static final CommandCounter counter = new CommandCounter();
    private static StoreFixture tables;
    private static StoreFixture plugin;

    @BeforeAll
    static void open() throws IOException {
        tables = open(store("trips"), StoreFixture.settings("trips"));
        Store withPlugin = store("trips_plugin");
        StoreFixture.createPluginTables(withPlugin);
        plugin = open(withPlugin, StoreFixture.settings("trips_plugin"));
    }

    private static Store store(String schema) {
        return Store.create(StoreFixture.server(), schema, "wp_", StoreFixture.SITE, Clock.systemUTC());
    }

    private static StoreFixture open(Store store, StoreSettings settings) {
        return StoreFixture.open(
                store, StoreFixture.server().jdbcUrlThrough(counter.port(), store.schema()), settings, 1);
    }

    @AfterAll
    static void close() {
        tables.close();
        plugin.close();
        counter.close();
    }

    private static List<String> commands(StoreFixture fixture, Runnable work) {
        fixture.reconcile(fixture.pending(501)); // It opens the connection.
        counter.commands.clear();
        work.run();
        return List.copyOf(counter.commands);
    }

    private static List<String> ofAPayment(StoreFixture fixture) {
        OrderId id = fixture.pending(502);
        return commands(
                fixture,
                () -> assertThat(fixture.orders
                                .reconcileAtOnce(StoreFixture.command(id), () -> false)
                                .view()
                                .status())
                        .isEqualTo(PaymentSummary.Status.PAID));
    }

    /** Returns those after the lock was taken, with the one that releases it. */
    private static List<String> underTheLock(List<String> commands) {
        List<String> names = commands.stream()
                .map(command -> command.replaceFirst("(?s)^.*(GET_LOCK|RELEASE_LOCK).*$", "$1"))
                .toList();
        return commands.subList(names.indexOf("GET_LOCK") + 1, names.indexOf("RELEASE_LOCK") + 1);
    }

    /** The driver says before and after a batch that it sends several statements in one; each is a round trip. */
    @Test
    void aPaymentOfACallbackTakesSixRoundTripsUnderTheLock() {
        List<String> commands = ofAPayment(tables);

        assertThat(commands).as("%s", commands).hasSizeLessThanOrEqualTo(9);
        assertThat(underTheLock(commands)).as("%s", commands).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void aPaymentThatThePluginAppliesTakesSixToo() {
        List<String> commands = ofAPayment(plugin);

        assertThat(underTheLock(commands)).as("%s", commands).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void aPaymentThatWaitsForTheLockReadsTheRowUnderIt() {
        OrderId id = tables.pending(503);

        List<String> commands = commands(tables, () -> tables.reconcile(id));

        assertThat(underTheLock(commands)).as("%s", commands).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void aReconciliationThatChangesNothingTakesFour() {
        List<String> commands = commands(tables, () -> tables.reconcile(new OrderId("", 501)));

        assertThat(underTheLock(commands)).as("%s", commands).hasSizeLessThanOrEqualTo(4);
    }

    /** The proxy that writes down each command of the client: a packet whose sequence starts again. */
    private static final class CommandCounter implements AutoCloseable {

        private final List<String> commands = new CopyOnWriteArrayList<>();
        private final ServerSocket door;

        CommandCounter() {
            try {
                door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException noPort) {
                throw new IllegalStateException(noPort);
            }
            Thread.ofPlatform().daemon().start(this::accept);
        }

        int port() {
            return door.getLocalPort();
        }

        private void accept() {
            while (!door.isClosed()) {
                try {
                    Socket client = door.accept();
                    Socket server = new Socket(
                            InetAddress.getLoopbackAddress(),
                            StoreFixture.server().port());
                    client.setTcpNoDelay(true);
                    server.setTcpNoDelay(true);
                    Thread.ofPlatform().daemon().start(() -> pass(client, server, true));
                    Thread.ofPlatform().daemon().start(() -> pass(server, client, false));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void pass(Socket from, Socket to, boolean fromClient) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                if (!fromClient) {
                    in.transferTo(out);
                    return;
                }
                DataInputStream packets = new DataInputStream(in);
                while (true) {
                    byte[] head = packets.readNBytes(4);
                    if (head.length < 4) {
                        throw new EOFException();
                    }
                    byte[] body =
                            packets.readNBytes((head[0] & 255) | ((head[1] & 255) << 8) | ((head[2] & 255) << 16));
                    if (head[3] == 0) {
                        commands.add(body[0] + " " + new String(body, 1, body.length - 1, StandardCharsets.UTF_8));
                    }
                    byte[] packet = Arrays.copyOf(head, head.length + body.length);
                    System.arraycopy(body, 0, packet, head.length, body.length);
                    out.write(packet);
                }
            } catch (IOException ended) {
                return;
            }
        }

        @Override
        public void close() {
            try {
                door.close();
            } catch (IOException open) {
                throw new IllegalStateException(open);
            }
        }
    }
}
