package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.api.access.Refusals;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The test of one source that tries 2,000 tokens, which once left no line and no metric. */
@Timeout(120)
class WrongTokensTest {

    private static final int CLIENTS = 8;
    private static final int TRIES = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi();
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        api.close();
    }

    @Test
    void eachIsCountedOneLineIsLoggedAndNoOtherClientWaits() throws Exception {
        assertThat(api.get("/payments/8").statusCode()).isEqualTo(404);
        List<Duration> waits = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> guessing = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                guessing.add(clients.submit(() -> guess(number)));
            }
            while (waits.isEmpty() || guessing.stream().anyMatch(each -> !each.isDone())) {
                long from = System.nanoTime();
                assertThat(api.get("/payments/8").statusCode()).isEqualTo(404);
                waits.add(Duration.ofNanos(System.nanoTime() - from));
            }
            for (Future<?> each : guessing) {
                each.get();
            }
        }

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(PATIENCE));
        assertThat(api.get("/actuator/prometheus").body())
                .containsPattern("payonce_refusals_total\\{[^}]*reason=\"token\"[^}]*} 2000\\.0");
        assertThat(log.list).as("lines of one source within a minute").hasSizeBetween(1, 2);
        assertThat(log.list.getFirst().getKeyValuePairs()).asString().contains("127.0.0.1");
    }

    private Void guess(int client) throws Exception {
        for (int each = 0; each < TRIES; each++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(api.at("/payments/8"))
                    .header("Authorization", "Bearer guess-" + client + "-" + each);
            assertThat(api.send(request).statusCode()).isEqualTo(401);
        }
        return null;
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Refusals.class);
    }
}
