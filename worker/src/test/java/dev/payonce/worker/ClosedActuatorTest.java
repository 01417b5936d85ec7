package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The test that only health and metrics are open, whatever Spring finds outside. */
class ClosedActuatorTest {

    /** The settings that once opened heap and environment. */
    private static final Map<String, String> WIDER = Map.of(
            "management.endpoints.web.exposure.include", "*",
            "management.endpoints.access.default", "unrestricted",
            "management.endpoint.heapdump.access", "unrestricted",
            "management.endpoint.env.show-values", "always",
            "management.endpoints.web.base-path", "/open",
            "spring.config.additional-location", "file:./");

    @TempDir
    private Path folder;

    @Test
    void noPropertyOfTheProcessWidensWhatIsExposed() throws Exception {
        Path file = Files.writeString(
                folder.resolve("application.yaml"), "management.endpoints.web.exposure.include: \"*\"");
        WIDER.forEach(System::setProperty);
        System.setProperty("spring.config.import", file.toUri().toString());
        try (ConfigurableApplicationContext context = WorkerApplication.start(WorkerSettingsTest.valid());
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(Stream.of("/actuator/env", "/actuator/heapdump", "/open/env", "/actuator/configprops")
                            .map(path -> status(client, context, path)))
                    .containsOnly(404);
            assertThat(status(client, context, "/actuator/prometheus")).isEqualTo(200);
        } finally {
            WIDER.keySet().forEach(System::clearProperty);
            System.clearProperty("spring.config.import");
        }
    }

    private static int status(HttpClient client, ConfigurableApplicationContext context, String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException unanswered) {
            throw new AssertionError(path, unanswered);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, stopping);
        }
    }
}
