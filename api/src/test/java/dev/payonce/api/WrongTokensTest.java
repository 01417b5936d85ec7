package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.api.access.Refusals;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_REQUESTS_PER_SECOND", "10000"); // For the control, whose token is a right one.
        api = RunningApi.with(environment);
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
        Duration control = longestWaitBeside(_ -> RunningApi.TOKEN, 404);
        Duration longest = longestWaitBeside(number -> "guess-" + number, 401);

        assertThat(longest)
                .as("beside 2,000 requests with a right token: %s", control)
                .isLessThan(control.multipliedBy(3).plus(PATIENCE));
        assertThat(api.get("/actuator/prometheus").body())
                .containsPattern("payonce_refusals_total\\{[^}]*reason=\"token\"[^}]*} 2000\\.0");
        assertThat(log.list).as("lines of one source within a minute").hasSizeBetween(1, 2);
        assertThat(log.list.getFirst().getKeyValuePairs()).asString().contains("127.0.0.1");
    }

    /** Returns the longest wait of one client while others send 2,000 requests. */
    private Duration longestWaitBeside(IntFunction<String> token, int expected) throws Exception {
        Duration longest = Duration.ZERO;
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Void>> others = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> {
                        for (int each = 0; each < TRIES; each++) {
                            assertThat(status(token.apply(client * TRIES + each)))
                                    .isEqualTo(expected);
                        }
                        return (Void) null;
                    }))
                    .toList();
            do {
                long from = System.nanoTime();
                assertThat(status(RunningApi.NEXT_TOKEN)).isEqualTo(404);
                Duration wait = Duration.ofNanos(System.nanoTime() - from);
                longest = longest.compareTo(wait) < 0 ? wait : longest;
            } while (others.stream().anyMatch(each -> !each.isDone()));
            for (Future<Void> each : others) {
                each.get();
            }
        }
        return longest;
    }

    private int status(String token) throws Exception {
        return api.send(HttpRequest.newBuilder(api.at("/payments/8")).header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Refusals.class);
    }
}
