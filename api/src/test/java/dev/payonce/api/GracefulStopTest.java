package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test of the API's end while callers wait. Its SIGTERM once closed them without a response after 8.5 s. */
@Timeout(60)
class GracefulStopTest {

    private static final int CALLERS = 20;

    @Test
    void callersThatWaitAtTheEndGet202() throws Exception {
        CountDownLatch waiting = new CountDownLatch(CALLERS);
        RunningApi api = new RunningApi();
        api.slow = Optional.of((order, request, gateway, within) -> {
            waiting.countDown();
            pause();
            throw new AssertionError("never");
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> callers = IntStream.range(0, CALLERS)
                    .mapToObj(each -> threads.submit(() -> api.post(
                            "/payments", "k-" + each, "{\"order\":%d,\"paymentMethod\":\"pm_1\"}".formatted(each + 1))))
                    .toList();
            assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();

            long from = System.nanoTime();
            api.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(6));

            for (Future<HttpResponse<String>> caller : callers) {
                assertThat(caller.get(1, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
                assertThat(caller.get().body()).contains("\"working\"", "statusUrl");
            }
        } finally {
            api.close();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
    }
}
