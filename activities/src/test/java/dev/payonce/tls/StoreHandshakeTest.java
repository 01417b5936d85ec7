package dev.payonce.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.gateway.Callback;
import dev.payonce.redis.CacheSeal;
import dev.payonce.redis.EvictionPolicy;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.servers.Await;
import dev.payonce.servers.Ports;
import dev.payonce.servers.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** The handshakes with a MySQL and a Redis of the test's own: the right certificate, and each kind of wrong one. */
@Timeout(120)
class StoreHandshakeTest {

    private static final Callback CALLBACK =
            new Callback("evt_1", "stripe", "pi_1", "payment_intent.succeeded", "shop");

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static TestAuthority other;
    private static TestAuthority.Identity right;

    @BeforeAll
    static void issue() {
        authority = new TestAuthority(folder, "authority");
        other = new TestAuthority(folder, "other");
        right = authority.identity("right", "localhost", "-1d");
        authority.identity("elsewhere", "db.elsewhere", "-1d");
        authority.identity("expired", "localhost", "-3d");
        other.identity("foreign", "localhost", "-1d");
    }

    @ParameterizedTest
    @CsvSource({"right, true", "elsewhere, false", "expired, false", "foreign, false", "plaintext, false"})
    void mysqlIsVerifiedByItsAuthorityItsNameAndItsTime(String identity, boolean taken) throws IOException {
        try (TlsServer mysql = new TlsServer(served(identity), true)) {
            String url = "jdbc:mysql://localhost:%d/shop?sslMode=VERIFY_IDENTITY&connectTimeout=3000"
                    + "&trustCertificateKeyStoreUrl=%s&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword="
                    + TestAuthority.PASSWORD;

            assertThatThrownBy(() -> DriverManager.getConnection(
                            url.formatted(mysql.port(), authority.trust().toUri()), "payonce", "hidden"))
                    .isInstanceOf(SQLException.class);
            assertThat(mysql.accepted() > 0).isEqualTo(taken);
        }
    }

    /** A real Redis, whose user has the rights that docs/security.md names, and whose default user has none. */
    @ParameterizedTest
    @SuppressWarnings("deprecation") // sendCommand alone sends ACL.
    @CsvSource({"least:secret@, true", "least:wrong@, false", "other:secret@, false", "'', false"})
    void redisTakesAnAclUserByTls(String login, boolean taken) throws IOException {
        trust();
        int port = Ports.free();
        try (RedisServer redis = RedisServer.withTls(port, right.certificate(), right.key());
                RedisClient admin = RedisClient.create(redis.url())) {
            for (String user : List.of(
                    "least on >secret resetkeys -@all ~idempotency:payonce:* +get +set +ping +config|get",
                    "default -@all +acl +ping")) {
                admin.sendCommand(Protocol.Command.ACL, ("SETUSER " + user).split(" ", -1));
            }
            try (RedisIdempotencyCache cache = cache("rediss://" + login + "localhost:" + port)) {
                assertThat(Await.holdsWithin(Duration.ofSeconds(taken ? 20 : 2), () -> {
                            cache.durable(CALLBACK);
                            return cache.known(CALLBACK);
                        }))
                        .isEqualTo(taken);
                assertThat(cache.checkEviction())
                        .isEqualTo(taken ? EvictionPolicy.Answer.KEEPS : EvictionPolicy.Answer.UNKNOWN);
            }
        } finally {
            distrust();
        }
    }

    private static RedisIdempotencyCache cache(String url) {
        return new RedisIdempotencyCache(
                url, "shop", CacheSeal.of(List.of("ab".repeat(32))), new SimpleMeterRegistry());
    }

    private static void trust() {
        System.setProperty("javax.net.ssl.trustStore", authority.trust().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestAuthority.PASSWORD);
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
    }

    private static void distrust() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
        System.clearProperty("javax.net.ssl.trustStoreType");
    }

    @ParameterizedTest
    @CsvSource({"right, true", "elsewhere, false", "expired, false", "foreign, false", "plaintext, false"})
    void redisIsVerifiedByItsAuthorityItsNameAndItsTime(String identity, boolean taken) throws IOException {
        trust();
        try (TlsServer redis = new TlsServer(served(identity), false);
                RedisIdempotencyCache cache = cache("rediss://localhost:" + redis.port())) {
            for (int tries = 0; tries < 20 && redis.accepted() == 0; tries++) {
                assertThat(cache.finished("key")).isEmpty();
                LockSupport.parkNanos(100_000_000);
            }
            assertThat(redis.accepted() > 0).isEqualTo(taken);
        } finally {
            distrust();
        }
    }

    /** Returns empty for a server that knows no TLS. */
    private static Optional<SSLContext> served(String identity) {
        TestAuthority issuer = identity.equals("foreign") ? other : authority;
        return Optional.of(identity).filter(each -> !each.equals("plaintext")).map(issuer::server);
    }

    /** A server that makes handshakes and nothing else; it counts the clients that said more, such as their password. */
    private static final class TlsServer implements AutoCloseable {

        private static final int MYSQL_TLS_REQUEST = 36;
        private static final int TLS_HANDSHAKE = 22;

        private final ServerSocket server;
        private final Optional<SSLContext> tls;
        private final boolean mysql;
        private final AtomicInteger accepted = new AtomicInteger();

        /** @param mysql true to greet as MySQL does, whose client asks for TLS then */
        TlsServer(Optional<SSLContext> tls, boolean mysql) throws IOException {
            this.tls = tls;
            this.mysql = mysql;
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return server.getLocalPort();
        }

        int accepted() {
            return accepted.get();
        }

        private void serve() {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> handshake(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void handshake(Socket socket) {
            try (socket) {
                if (mysql) {
                    socket.getOutputStream().write(greeting());
                }
                if (tls.isEmpty()) {
                    int first = socket.getInputStream().read();
                    if (first >= 0 && first != TLS_HANDSHAKE) {
                        accepted.incrementAndGet();
                    }
                    return;
                }
                if (mysql) {
                    socket.getInputStream().readNBytes(MYSQL_TLS_REQUEST);
                }
                try (SSLSocket encrypted = (SSLSocket)
                        tls.get().getSocketFactory().createSocket(socket, "client", socket.getPort(), true)) {
                    encrypted.setUseClientMode(false);
                    encrypted.startHandshake();
                    if (encrypted.getInputStream().read() >= 0) {
                        accepted.incrementAndGet();
                    }
                }
            } catch (IOException refused) {
                // The client closed; the count shows it.
            }
        }

        /** Returns MySQL's first packet; one bit of it says that the server knows TLS. */
        private byte[] greeting() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(10);
            body.write("8.0.30\0".getBytes(StandardCharsets.US_ASCII));
            body.write(new byte[] {1, 0, 0, 0});
            body.write("12345678\0".getBytes(StandardCharsets.US_ASCII));
            body.write(new byte[] {0x09, (byte) (tls.isPresent() ? 0xaa : 0xa2), 33, 2, 0, 8, 0, 21});
            body.write(new byte[10]);
            body.write("123456789012\0mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.write(new byte[] {(byte) body.size(), 0, 0, 0});
            packet.write(body.toByteArray());
            return packet.toByteArray();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
