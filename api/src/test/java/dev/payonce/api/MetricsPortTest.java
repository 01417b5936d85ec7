package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** The test of the whole API, with neither Temporal nor MySQL nor Redis, and with a port of its own for metrics. */
@Timeout(120)
class MetricsPortTest {

    @Test
    void healthAndMetricsLeaveThePortOfRequests() throws Exception {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("TEMPORAL_ADDRESS", "127.0.0.1:1");
        environment.put("SERVER_PORT", "0");
        environment.put("PAYONCE_METRICS_PORT", "0");
        try (ConfigurableApplicationContext api = ApiApplication.start(ApiSettingsTest.read(environment));
                HttpClient client = HttpClient.newHttpClient()) {
            String requests = api.getEnvironment().getRequiredProperty("local.server.port");
            String metrics = api.getEnvironment().getRequiredProperty("local.management.port");
            assertThat(metrics).isNotEqualTo(requests);

            assertThat(status(client, requests, "/livez")).isEqualTo(200);
            assertThat(status(client, requests, "/readyz")).isEqualTo(503);
            assertThat(status(client, requests, "/actuator/prometheus")).isEqualTo(404);
            assertThat(status(client, requests, "/actuator/health")).isEqualTo(404);
            assertThat(status(client, metrics, "/actuator/prometheus")).isEqualTo(200);
            assertThat(status(client, metrics, "/actuator/health/liveness")).isEqualTo(200);
            assertThat(status(client, metrics, "/actuator/env")).isEqualTo(404);
            assertThat(status(client, metrics, "/payments/7")).isEqualTo(404);
        }
    }

    private static int status(HttpClient client, String port, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer " + RunningApi.TOKEN)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
