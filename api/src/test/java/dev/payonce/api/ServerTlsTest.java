package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.process.StartupLine;
import dev.payonce.settings.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The test of the API's own TLS, by handshakes with the whole API. */
@Timeout(120)
class ServerTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration RELOADED = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Identity first;
    private static Identity second;
    private static Path certificate;
    private static Path key;
    private static ConfigurableApplicationContext api;

    /** A certificate of localhost that signs itself, and its key. */
    private record Identity(X509Certificate certificate, String pem, String key) {

        static Identity make(String name) throws Exception {
            Path store = folder.resolve(name + ".p12");
            int made = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "api",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + name,
                            "-ext",
                            "san=dns:localhost",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .start()
                    .waitFor();
            assertThat(made).isZero();
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
            X509Certificate certificate = (X509Certificate) keys.getCertificate("api");
            return new Identity(
                    certificate,
                    pem("CERTIFICATE", certificate.getEncoded()),
                    pem("PRIVATE KEY", keys.getKey("api", PASSWORD).getEncoded()));
        }

        private static String pem(String kind, byte[] bytes) {
            return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                    .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        first = Identity.make("first");
        second = Identity.make("second");
        write(first.pem(), first.key());
        certificate = Files.createSymbolicLink(folder.resolve("api.pem"), Path.of("..data", "api.pem"));
        key = Files.createSymbolicLink(folder.resolve("api.key"), Path.of("..data", "api.key"));
        api = ApiApplication.start(ApiSettings.read(environment()));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void serveTheFirst() throws Exception {
        if (!certificate().equals(first.certificate())) {
            write(first.pem(), first.key());
            awaitThat(first);
        }
    }

    @Test
    void aClientThatKnowsTheAuthorityIsServed() throws Exception {
        assertThat(livez(first)).isEqualTo(200);
        assertThat(session("TLSv1.3").getProtocol()).isEqualTo("TLSv1.3");
        assertThat(session("TLSv1.2").getProtocol()).isEqualTo("TLSv1.2");
    }

    @Test
    void aClientOfAnotherAuthorityAndAnOlderVersionGetNoHandshake() {
        assertThatThrownBy(() -> livez(second)).isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> session("TLSv1.1")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void thePortOfMetricsSpeaksTlsTooAndNoPlaintext() throws Exception {
        String at = api.getEnvironment().getRequiredProperty("local.management.port") + "/actuator/health/liveness";
        assertThat(status(first, "https://localhost:" + at)).isEqualTo(200);
        assertThat(status(first, "http://localhost:" + at)).isEqualTo(400);
    }

    @Test
    void plaintextGetsNothing() throws Exception {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port())) {
            plain.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.shutdownOutput();
            assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("200", "UP");
        }
    }

    /** A renewal writes two files, one after the other. */
    @Test
    void aRenewedCertificateIsServedWithoutARestartAndHalfOfOneIsNot() throws Exception {
        Files.writeString(certificate, second.pem());
        LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
        assertThat(certificate()).isEqualTo(first.certificate());

        Files.writeString(key, second.key());
        awaitThat(second);
        assertThat(livez(second)).isEqualTo(200);
    }

    /** Kubernetes swaps a link to the folder of both files. */
    @Test
    void aSecretThatKubernetesReplacesIsServedWithoutARestart() throws Exception {
        write(second.pem(), second.key());
        awaitThat(second);
        assertThat(livez(second)).isEqualTo(200);
    }

    /** Such a one has no request yet, whose headers have a deadline. */
    @Test
    void aHandshakeThatDripsIsClosedWithinItsTime() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port())) {
            slow.setSoTimeout(200);
            slow.getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 252});
            Instant end = Instant.now().plusSeconds(14);
            boolean open = true;
            while (open && Instant.now().isBefore(end)) {
                try {
                    open = slow.getInputStream().read() >= 0;
                } catch (java.net.SocketTimeoutException nothingYet) {
                    slow.getOutputStream().write(3);
                } catch (IOException closed) {
                    open = false;
                }
            }
            assertThat(open).isFalse();
        }
        assertThat(livez(first)).isEqualTo(200);
    }

    @Test
    void aPairThatDoesNotFitStopsTheStartAndIsNotShown() throws Exception {
        for (Map<String, String> wrong : List.of(
                Map.of("PAYONCE_TLS_CERTIFICATE", first.pem()),
                Map.of("PAYONCE_TLS_KEY", first.key()),
                Map.of("PAYONCE_TLS_CERTIFICATE", first.pem(), "PAYONCE_TLS_KEY", second.key()),
                Map.of("PAYONCE_TLS_CERTIFICATE", "-----BEGIN hidden", "PAYONCE_TLS_KEY", first.key()),
                Map.of("PAYONCE_TLS_CERTIFICATE", "hidden", "PAYONCE_TLS_KEY", first.key()))) {
            Map<String, String> environment = ApiSettingsTest.environment();
            environment.putAll(wrong);
            assertThatThrownBy(() -> ApiSettings.read(environment))
                    .isInstanceOf(SettingsReader.Incomplete.class)
                    .hasMessageContaining("PAYONCE_TLS_CERTIFICATE")
                    .hasMessageNotContaining("hidden")
                    .hasMessageNotContaining(first.key());
        }
    }

    @Test
    void theStartupLineNamesTheCertificateAndHidesEachKey() throws Exception {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_TLS_CERTIFICATE", first.pem());
        environment.put("PAYONCE_TLS_KEY", first.key());
        environment.put("TEMPORAL_TLS_CLIENT_CERT_DATA", second.pem());
        environment.put("TEMPORAL_TLS_CLIENT_KEY_DATA", second.key());

        assertThat(StartupLine.of(ApiApplication.class, ApiSettings.read(environment)))
                .contains("CN=first until ", "tls=mutual")
                .doesNotContain("BEGIN", first.key().lines().toList().get(1))
                .doesNotContain(second.key().lines().toList().get(1));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(ApiSettingsTest.environment());
        environment.put("TEMPORAL_ADDRESS", "127.0.0.1:1");
        environment.put("SERVER_PORT", "0");
        environment.put("PAYONCE_METRICS_PORT", "0");
        environment.put("PAYONCE_TLS_CERTIFICATE_FILE", certificate.toString());
        environment.put("PAYONCE_TLS_KEY_FILE", key.toString());
        return environment;
    }

    /** Writes both files to a new folder, and swaps the link to it as Kubernetes does. */
    private static void write(String pem, String secret) throws IOException {
        Path version = Files.createTempDirectory(folder, "..version");
        Files.writeString(version.resolve("api.pem"), pem);
        Files.writeString(version.resolve("api.key"), secret);
        Path link = Files.createSymbolicLink(folder.resolve("..next"), version);
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitThat(Identity served) throws Exception {
        Instant end = Instant.now().plus(RELOADED);
        while (!certificate().equals(served.certificate())) {
            assertThat(Instant.now()).as("the new certificate is served").isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /** Returns the TLS of a client that trusts these certificates and no others. */
    private static SSLContext trusting(Identity... known) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        for (Identity each : known) {
            trust.setCertificateEntry(
                    each.certificate().getSubjectX500Principal().getName(), each.certificate());
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Returns the certificate that a new connection is shown. */
    private static X509Certificate certificate() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) trusting(first, second).getSocketFactory().createSocket("localhost", port())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSession session(String version) throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting(first).getSocketFactory().createSocket("localhost", port())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession();
        }
    }

    private static int livez(Identity trusted) throws Exception {
        return status(trusted, "https://localhost:" + port() + "/livez");
    }

    private static int status(Identity trusted, String address) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trusting(trusted)).build()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static int port() {
        return Integer.parseInt(api.getEnvironment().getRequiredProperty("local.server.port"));
    }
}
