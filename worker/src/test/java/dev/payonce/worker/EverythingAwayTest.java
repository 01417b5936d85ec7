package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.temporal.worker.WorkerFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole worker as it is wired, with neither Temporal nor MySQL nor Redis. */
@Timeout(120)
class EverythingAwayTest {

    @Test
    void theWorkerLivesIsNotReadyAndSaysWhatItWaitsFor() throws Exception {
        try (ConfigurableApplicationContext context = WorkerApplication.start(WorkerSettingsTest.valid());
                HttpClient client = HttpClient.newHttpClient()) {
            awaitObstacle(context.getBean(StartupSequence.class));

            assertThat(ask(client, context, "liveness").statusCode()).isEqualTo(200);
            HttpResponse<String> readiness = ask(client, context, "readiness");
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(readiness.body())
                    .contains("cannot bring the ledger's tables up to date", "\"temporal\"", "\"database\"")
                    .doesNotContain("redis", "hidden");
            assertThat(context.getBean(WorkerFactory.class).isStarted()).isFalse();
        }
    }

    @Test
    void aWorkerThatNeverCameToWorkStopsInPeace() {
        ConfigurableApplicationContext context = WorkerApplication.start(WorkerSettingsTest.valid());
        StartupSequence startup = context.getBean(StartupSequence.class);
        assertThatCode(startup::stop).doesNotThrowAnyException();
        context.close();
    }

    @Test
    void theWorkersPortIsItsOwnAlsoInTheApisEnvironment() {
        System.setProperty("server.port", "1");
        try (ConfigurableApplicationContext context = WorkerApplication.start(WorkerSettingsTest.valid())) {
            assertThat(context.getEnvironment().getProperty("server.port")).isEqualTo("0");
        } finally {
            System.clearProperty("server.port");
        }
    }

    private static void awaitObstacle(StartupSequence startup) {
        Instant deadline = Instant.now().plusSeconds(60);
        while (!startup.state().why().startsWith("cannot")) {
            assertThat(Instant.now()).as(startup.state().why()).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static HttpResponse<String> ask(HttpClient client, ConfigurableApplicationContext context, String group)
            throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        URI address = URI.create("http://127.0.0.1:" + port + "/actuator/health/" + group);
        return client.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
