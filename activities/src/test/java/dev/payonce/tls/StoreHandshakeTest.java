package dev.payonce.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.redis.CacheSeal;
import dev.payonce.redis.RedisIdempotencyCache;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handshakes with a MySQL and a Redis of the test's own: the right certificate, and each kind of wrong one. */
@Timeout(120)
class StoreHandshakeTest {

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static TestAuthority other;

    @BeforeAll
    static void issue() {
        authority = new TestAuthority(folder, "authority");
        other = new TestAuthority(folder, "other");
        authority.identity("right", "localhost", "-1d");
        authority.identity("elsewhere", "db.elsewhere", "-1d");
        authority.identity("expired", "localhost", "-3d");
        other.identity("foreign", "localhost", "-1d");
    }

    @ParameterizedTest
    @CsvSource({"right, true", "elsewhere, false", "expired, false", "foreign, false"})
    void mysqlIsVerifiedByItsAuthorityItsNameAndItsTime(String identity, boolean taken) throws IOException {
        try (TlsServer mysql = new TlsServer(issuer(identity).server(identity), true)) {
            String url = "jdbc:mysql://localhost:%d/shop?sslMode=VERIFY_IDENTITY&connectTimeout=3000"
                    + "&trustCertificateKeyStoreUrl=%s&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword="
                    + TestAuthority.PASSWORD;

            assertThatThrownBy(() -> DriverManager.getConnection(
                            url.formatted(mysql.port(), authority.trust().toUri()), "payonce", "hidden"))
                    .isInstanceOf(SQLException.class);
            assertThat(mysql.accepted() > 0).isEqualTo(taken);
        }
    }

    @ParameterizedTest
    @CsvSource({"right, true", "elsewhere, false", "expired, false", "foreign, false"})
    void redisIsVerifiedByItsAuthorityItsNameAndItsTime(String identity, boolean taken) throws IOException {
        System.setProperty("javax.net.ssl.trustStore", authority.trust().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestAuthority.PASSWORD);
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
        try (TlsServer redis = new TlsServer(issuer(identity).server(identity), false);
                RedisIdempotencyCache cache = new RedisIdempotencyCache(
                        "rediss://localhost:" + redis.port(),
                        "shop",
                        CacheSeal.of(List.of("ab".repeat(32))),
                        new SimpleMeterRegistry())) {
            for (int tries = 0; tries < 20 && redis.accepted() == 0; tries++) {
                assertThat(cache.finished("key")).isEmpty();
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
            assertThat(redis.accepted() > 0).isEqualTo(taken);
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
            System.clearProperty("javax.net.ssl.trustStoreType");
        }
    }

    private static TestAuthority issuer(String identity) {
        return identity.equals("foreign") ? other : authority;
    }
}
