package dev.payonce.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.settings.SettingsReader;
import dev.payonce.settings.TemporalSettings;
import dev.payonce.tls.TestAuthority;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The handshakes with a Temporal of the test's own, each kind that is right and each that is wrong. */
@Timeout(120)
class TemporalHandshakeTest {

    private static final Duration WITHIN = Duration.ofSeconds(4);
    private static final String HOST = "localhost";

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static TestAuthority other;
    private static TestAuthority.Identity server;
    private static TestAuthority.Identity client;

    /** The wrong certificates of a server. */
    private static Map<String, TestAuthority.Identity> shown;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeAll
    static void issue() {
        authority = new TestAuthority(folder, "authority");
        other = new TestAuthority(folder, "other");
        server = authority.identity("server", HOST, "-1d");
        client = authority.identity("client", "worker", "-1d");
        shown = Map.of(
                "foreign", other.identity("foreign", HOST, "-1d"),
                "elsewhere", authority.identity("elsewhere", "temporal.elsewhere", "-1d"),
                "expired", authority.identity("expired", HOST, "-3d"));
    }

    /** A way to reach Temporal by TLS. */
    enum Way {
        TLS,
        MUTUAL,
        API_KEY
    }

    private static Stream<Arguments> cells() {
        return Arrays.stream(Way.values())
                .flatMap(way -> Stream.of("right", "foreign", "elsewhere", "expired", "plaintext")
                        .map(answered -> Arguments.of(way, answered)));
    }

    /** A call that is refused leaves nothing at the server, neither a namespace nor a key. */
    @ParameterizedTest
    @MethodSource("cells")
    void onlyTheNamedAuthoritysCertificateOfThisHostAndOfTodayIsTaken(Way way, String answered) throws Exception {
        environment.put(
                "TEMPORAL_TLS_SERVER_CA_CERT_PATH", authority.certificate().toString());
        if (way == Way.MUTUAL) {
            ours(client);
        }
        if (way == Way.API_KEY) {
            environment.put("TEMPORAL_API_KEY", "hidden-key");
        }
        try (Endpoint temporal = endpoint(way, answered)) {
            if (answered.equals("right")) {
                assertThatCode(() -> call(temporal)).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> call(temporal)).hasMessageContaining("UNAVAILABLE");
                assertThat(temporal.headers).isEmpty();
            }
        }
    }

    private static Endpoint endpoint(Way way, String answered) throws IOException {
        TestAuthority.Identity identity = shown.getOrDefault(answered, server);
        return answered.equals("plaintext")
                ? Endpoint.plaintext()
                : way == Way.MUTUAL ? Endpoint.mutual(identity, authority.certificate()) : Endpoint.with(identity);
    }

    private static TestAuthority.Identity wrong(String kind) {
        return Objects.requireNonNull(shown.get(kind));
    }

    private void ours(TestAuthority.Identity identity) {
        environment.put("TEMPORAL_TLS_CLIENT_CERT_PATH", identity.certificate().toString());
        environment.put("TEMPORAL_TLS_CLIENT_KEY_PATH", identity.key().toString());
    }

    @Test
    void aCertificateOfAnotherHostIsRefusedUnlessThatNameIsWanted() throws Exception {
        try (Endpoint temporal = Endpoint.with(wrong("elsewhere"))) {
            environment.put(
                    "TEMPORAL_TLS_SERVER_CA_CERT_PATH", authority.certificate().toString());
            assertThatThrownBy(() -> call(temporal)).hasMessageContaining("UNAVAILABLE");
            assertThat(temporal.headers).isEmpty();

            environment.put("TEMPORAL_TLS_SERVER_NAME", "temporal.elsewhere");
            assertThatCode(() -> call(temporal)).doesNotThrowAnyException();
        }
    }

    @Test
    void anUnknownAuthorityIsRefusedByDefaultAndTakenOnlyUnverified() throws Exception {
        try (Endpoint temporal = Endpoint.with(server)) {
            environment.put("TEMPORAL_TLS", "true");
            assertThatThrownBy(() -> call(temporal)).hasMessageContaining("UNAVAILABLE");

            environment.put("TEMPORAL_TLS_DISABLE_HOST_VERIFICATION", "true");
            assertThatCode(() -> call(temporal)).doesNotThrowAnyException();
            assertThat(settings(temporal)).asString().contains("tls=unverified");
        }
    }

    @Test
    void plaintextIsNotSentToAServerThatWantsTls() throws Exception {
        try (Endpoint temporal = Endpoint.with(server)) {
            assertThatThrownBy(() -> call(temporal)).hasMessageContaining("UNAVAILABLE");
        }
    }

    @Test
    void mutualTlsNeedsOurCertificateOfTheServersAuthority() throws Exception {
        try (Endpoint temporal = Endpoint.mutual(server, authority.certificate())) {
            environment.put(
                    "TEMPORAL_TLS_SERVER_CA_CERT_PATH", authority.certificate().toString());
            assertThatThrownBy(() -> call(temporal)).hasMessageContaining("UNAVAILABLE");
            assertThat(temporal.headers).isEmpty();

            ours(other.identity("stranger", "worker", "-1d"));
            assertThatThrownBy(() -> call(temporal)).hasMessageContaining("UNAVAILABLE");
            assertThat(temporal.headers).isEmpty();

            ours(client);
            assertThatCode(() -> call(temporal)).doesNotThrowAnyException();
            assertThat(settings(temporal)).asString().contains("tls=mutual");
        }
    }

    @Test
    void anApiKeyGoesOverTlsWithTheNamespace() throws Exception {
        try (Endpoint temporal = Endpoint.with(server)) {
            Path key = Files.writeString(folder.resolve("key"), "hidden-key\n");
            environment.put("TEMPORAL_API_KEY_FILE", key.toString());
            environment.put("TEMPORAL_NAMESPACE", "shop.a1b2c");
            environment.put(
                    "TEMPORAL_TLS_SERVER_CA_CERT_PATH", authority.certificate().toString());

            call(temporal);

            assertThat(temporal.header("authorization")).hasValue("Bearer hidden-key");
            assertThat(temporal.header("temporal-namespace")).hasValue("shop.a1b2c");
            assertThat(settings(temporal)).asString().doesNotContain("hidden").contains("tls=on, apiKey=***");
        }
    }

    @Test
    void aProfileOfTheConfigFileIsTakenAndTheEnvironmentWins() throws Exception {
        try (Endpoint temporal = Endpoint.with(server)) {
            Path file = Files.writeString(folder.resolve("temporal.toml"), """
                    [profile.shop]
                    address = "127.0.0.1:1"
                    namespace = "of-the-file"
                    api_key = "hidden-key"
                    [profile.shop.tls]
                    server_ca_cert_path = "%s"
                    """.formatted(authority.certificate()));
            environment.put("TEMPORAL_CONFIG_FILE", file.toString());
            environment.put("TEMPORAL_PROFILE", "shop");

            call(temporal);

            assertThat(temporal.header("authorization")).hasValue("Bearer hidden-key");
            assertThat(settings(temporal).namespace()).isEqualTo("of-the-file");
        }
    }

    private void call(Endpoint temporal) throws Exception {
        try (TemporalConnection connection = new TemporalConnection(settings(temporal), new SimpleMeterRegistry())) {
            connection.check(WITHIN);
        }
    }

    private TemporalSettings settings(Endpoint temporal) throws SettingsReader.Incomplete {
        environment.put("TEMPORAL_ADDRESS", HOST + ":" + temporal.server.getPort());
        SettingsReader reading = new SettingsReader(environment);
        TemporalSettings settings = TemporalSettings.read(reading);
        reading.complete();
        return settings;
    }

    /** A server that says that it knows each namespace, and keeps the headers of the calls. */
    private record Endpoint(Server server, CopyOnWriteArrayList<Metadata> headers) implements AutoCloseable {

        static Endpoint plaintext() throws IOException {
            return start(Optional.empty());
        }

        static Endpoint with(TestAuthority.Identity identity) throws IOException {
            return start(Optional.of(GrpcSslContexts.forServer(
                    identity.certificate().toFile(), identity.key().toFile())));
        }

        static Endpoint mutual(TestAuthority.Identity identity, Path clients) throws IOException {
            return start(Optional.of(GrpcSslContexts.forServer(
                            identity.certificate().toFile(), identity.key().toFile())
                    .trustManager(clients.toFile())
                    .clientAuth(ClientAuth.REQUIRE)));
        }

        private static Endpoint start(Optional<SslContextBuilder> tls) throws IOException {
            CopyOnWriteArrayList<Metadata> headers = new CopyOnWriteArrayList<>();
            NettyServerBuilder builder =
                    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            if (tls.isPresent()) {
                builder.sslContext(tls.get().build());
            }
            Server server = builder.addService(new Namespaces())
                    .intercept(new ServerInterceptor() {
                        @Override
                        public <Q, R> ServerCall.Listener<Q> interceptCall(
                                ServerCall<Q, R> call, Metadata sent, ServerCallHandler<Q, R> next) {
                            headers.add(sent);
                            return next.startCall(call, sent);
                        }
                    })
                    .build()
                    .start();
            return new Endpoint(server, headers);
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.getLast().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }

    private static final class Namespaces extends WorkflowServiceGrpc.WorkflowServiceImplBase {

        @Override
        public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> reply) {
            reply.onNext(GetSystemInfoResponse.getDefaultInstance());
            reply.onCompleted();
        }

        @Override
        public void describeNamespace(
                DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> reply) {
            reply.onNext(DescribeNamespaceResponse.getDefaultInstance());
            reply.onCompleted();
        }
    }
}
