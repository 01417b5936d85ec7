package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The test that the worker's page has few series of Temporal's client, by a real scrape. */
class TemporalSeriesTest {

    private static final int MOST = 400;

    private static final String QUEUED = "temporal_activity_schedule_to_start_latency";
    private static final String TASK_QUEUED = "temporal_workflow_task_schedule_to_start_latency";

    /** The timers of a worker that has served 1,000 payments, with their numbers of tags. */
    private static final Map<String, Integer> TIMERS = Map.ofEntries(
            Map.entry("temporal_request_latency", 19),
            Map.entry(QUEUED, 11),
            Map.entry("temporal_activity_succeed_endtoend_latency", 10),
            Map.entry("temporal_activity_execution_latency", 10),
            Map.entry("temporal_long_request_latency", 3),
            Map.entry(TASK_QUEUED, 2),
            Map.entry("temporal_workflow_task_replay_latency", 2),
            Map.entry("temporal_workflow_task_execution_total_latency", 2),
            Map.entry("temporal_workflow_task_execution_latency", 2),
            Map.entry("temporal_workflow_endtoend_latency", 2),
            Map.entry("temporal_local_activity_succeed_endtoend_latency", 1),
            Map.entry("temporal_local_activity_execution_latency", 1));

    /** The series of its counters and gauges. */
    private static final int OTHERS = 64;

    @Test
    void theWorkersPageHasFewSeriesOfTemporal() throws Exception {
        try (ConfigurableApplicationContext context = WorkerApplication.start(WorkerSettingsTest.valid());
                HttpClient client = HttpClient.newHttpClient()) {
            MicrometerClientStatsReporter reporter =
                    new MicrometerClientStatsReporter(context.getBean(MeterRegistry.class));
            TIMERS.forEach((name, tags) -> IntStream.range(0, tags)
                    .forEach(each -> reporter.reportTimer(
                            name, Map.of("operation", "op-" + each), com.uber.m3.util.Duration.ofMillis(7))));

            List<String> series = scrape(client, context);

            assertThat(series.stream().filter(line -> line.startsWith(QUEUED) && line.contains("_bucket")))
                    .hasSize(11 * 6);
            assertThat(series.stream().filter(line -> line.startsWith(TASK_QUEUED) && line.contains("_bucket")))
                    .hasSize(2 * 6);
            assertThat(series).hasSizeBetween(200, MOST - OTHERS);
        }
    }

    private static List<String> scrape(HttpClient client, ConfigurableApplicationContext context) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("temporal_"))
                .toList();
    }
}
