package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.http.ApiLimits;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test of callers that wait for a hanging gateway. One token's could once keep all threads of the API. */
@Timeout(120)
class HangingGatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** The most connections that are opened at once: the server's backlog has 128. */
    private static final int CONNECTS = 50;

    private static final String OTHER = "other-token";

    private final CountDownLatch gateway = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private RunningApi api;

    @AfterEach
    void stop() {
        gateway.countDown();
        api.close();
    }

    @Test
    void oneTokenKeepsItsShareOfTheThreadsAndAllElseIsServed() throws Exception {
        start(Map.of());

        List<CompletableFuture<HttpResponse<String>>> callers = pay(RunningApi.TOKEN, 300);
        List<HttpResponse<String>> refused = refused(callers, 300 - ApiLimits.REQUESTS_OF_A_TOKEN);

        assertThat(waiting).hasValue(ApiLimits.REQUESTS_OF_A_TOKEN);
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.body()).contains("\"code\":\"too_many_at_once\"");
        });
        theRestIsServed();
        assertThat(get("/payments/8", OTHER).statusCode()).isEqualTo(404);
        assertThat(get("/actuator/prometheus", OTHER).body())
                .containsPattern(
                        "payonce_refusals_total\\{[^}]*reason=\"concurrency\"[^}]*} " + refused.size() + "\\.0")
                .containsPattern(
                        "payonce_requests_underway(\\{[^}]*})? " + (ApiLimits.REQUESTS_OF_A_TOKEN + 1) + "\\.0");
    }

    @Test
    void allTokensTogetherLeaveThreadsForCallbacksAndHealth() throws Exception {
        start(Map.of("PAYONCE_REQUESTS_AT_ONCE", Integer.toString(ApiLimits.REQUESTS_AT_ONCE - 1)));

        List<CompletableFuture<HttpResponse<String>>> callers = pay(RunningApi.TOKEN, 500);
        refused(callers, 500 - ApiLimits.REQUESTS_AT_ONCE + 1);
        assertThat(get("/payments/8", OTHER).statusCode()).isEqualTo(404);
        List<HttpResponse<String>> refused = refused(pay(OTHER, 100), 99);

        assertThat(waiting).hasValue(ApiLimits.REQUESTS_AT_ONCE);
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("\"code\":\"busy\"");
        });
        theRestIsServed();
    }

    @Test
    void aShareIsGivenBackWhenTheWaitIsOver() throws Exception {
        start(Map.of("PAYONCE_REQUESTS_AT_ONCE", "4", "PAYONCE_ANSWER_WITHIN", "2"));

        for (int round = 0; round < 2; round++) {
            for (CompletableFuture<HttpResponse<String>> caller : pay(RunningApi.TOKEN, 4)) {
                assertThat(caller.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
            }
        }
        isFree();
    }

    @Test
    void aShareIsGivenBackWhenTheCallerHasGone() throws Exception {
        start(Map.of("PAYONCE_REQUESTS_AT_ONCE", "4", "PAYONCE_ANSWER_WITHIN", "2"));

        List<Socket> sockets = new ArrayList<>();
        for (int each = 0; each < 4; each++) {
            String body = body(each);
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
            socket.getOutputStream()
                    .write(
                            ("POST /payments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: g-"
                                            + each + "\r\nAuthorization: Bearer " + RunningApi.TOKEN
                                            + "\r\nContent-Length: "
                                            + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.US_ASCII));
            sockets.add(socket);
        }
        eventually(4);
        assertThat(api.get("/payments/8").statusCode()).isEqualTo(429);
        for (Socket socket : sockets) {
            socket.close();
        }
        isFree();
    }

    @Test
    void aShareIsGivenBackAfterErrorsAndRefusals() throws Exception {
        start(Map.of("PAYONCE_REQUESTS_AT_ONCE", "4"));
        api.slow = Optional.of((_, _, _, _) -> {
            throw new IllegalStateException("planted");
        });

        for (int each = 0; each < 20; each++) {
            assertThat(api.post("/payments", "e-" + each, body(each)).statusCode())
                    .isEqualTo(503);
            assertThat(api.post("/payments", "", "x".repeat(20_000)).statusCode())
                    .isEqualTo(413);
            assertThat(api.post("/payments", "", "no JSON").statusCode()).isEqualTo(400);
            assertThat(get("/payments/8?x", RunningApi.TOKEN).statusCode()).isEqualTo(400);
            assertThat(get("/payments/8", "unknown").statusCode()).isEqualTo(401);
            assertThat(get("/nothing", RunningApi.TOKEN).statusCode()).isEqualTo(404);
        }
        api.fakes.runs = _ -> {
            throw new AssertionError("planted");
        };
        assertThat(api.get("/payments/8").statusCode()).isEqualTo(500);
        api.fakes.runs = _ -> Optional.empty();
        isFree();
    }

    private void start(Map<String, String> settings) throws Exception {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_REQUESTS_PER_SECOND", "10000");
        environment.put("PAYONCE_ANSWER_WITHIN", "60");
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(OTHER.getBytes(StandardCharsets.US_ASCII)));
        environment.merge("PAYONCE_STORE_TOKENS", "other:pay+read+metrics:" + hash, (all, other) -> all + "," + other);
        environment.putAll(settings);
        api = RunningApi.with(environment);
        api.slow = Optional.of((_, _, _, _) -> {
            waiting.incrementAndGet();
            try {
                gateway.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("over");
        });
        api.callback("order warm-up");
    }

    private List<CompletableFuture<HttpResponse<String>>> pay(String token, int count) {
        List<CompletableFuture<HttpResponse<String>>> callers = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            if (each % CONNECTS == CONNECTS - 1) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            callers.add(api.client.sendAsync(
                    HttpRequest.newBuilder(api.at("/payments"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", token + "-" + each)
                            .POST(HttpRequest.BodyPublishers.ofString(body(each)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        return callers;
    }

    private static String body(int each) {
        return "{\"order\":%d,\"paymentMethod\":\"pm_1\"}".formatted(each + 1);
    }

    /** Waits until this number of callers is answered; the others wait for the gateway. */
    private static List<HttpResponse<String>> refused(List<CompletableFuture<HttpResponse<String>>> callers, int count)
            throws Exception {
        until(
                count + " are answered",
                Duration.ofSeconds(30),
                () -> callers.stream().filter(CompletableFuture::isDone).count() >= count);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> caller : callers) {
            if (caller.isDone()) {
                answers.add(caller.get());
            }
        }
        assertThat(answers).hasSize(count);
        return answers;
    }

    private void theRestIsServed() throws Exception {
        for (int each = 0; each < 20; each++) {
            long from = System.nanoTime();
            assertThat(api.callback("order evt_" + each).statusCode()).isEqualTo(200);
            assertThat(get("/actuator/health/liveness", "none").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(PATIENCE);
        }
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return api.send(HttpRequest.newBuilder(api.at(path)).header("Authorization", "Bearer " + token));
    }

    private void eventually(int count) {
        until("callers wait", Duration.ofSeconds(10), () -> waiting.get() >= count);
        assertThat(waiting).hasValue(count);
    }

    /** Waits until the request that asks is the only one under way, within the time that a caller waits. */
    private void isFree() throws Exception {
        Pattern alone = Pattern.compile("(?m)^payonce_requests_underway(\\{[^}]*})? 1\\.0$");
        until("the share is free", Duration.ofSeconds(10), () -> {
            try {
                return alone.matcher(get("/actuator/prometheus", OTHER).body()).find();
            } catch (Exception away) {
                throw new AssertionError(away);
            }
        });
        assertThat(api.get("/payments/8").statusCode()).isEqualTo(404);
    }

    private static void until(String what, Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
