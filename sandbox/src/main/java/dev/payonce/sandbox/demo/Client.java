package dev.payonce.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.StoreProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The store's own program, which repeats each request with its key until the answer is final, through all
 * disturbances.
 */
final class Client implements AutoCloseable {

    /** The longest wait for a final answer; after it the demo fails. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration RESULT = Duration.ofSeconds(15);
    private static final Duration IMPATIENCE = Duration.ofMillis(700);
    private static final Set<String> FINAL =
            Set.of("paid", "authorized", "captured", "cancelled", "refunded", "declined", "refused");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Installation all;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = StoreProgram.http();

    Client(Installation all) {
        this.all = all;
    }

    /** A step that may take long. */
    interface Step {
        void take() throws Exception;
    }

    Future<?> start(Step step) {
        return threads.submit(() -> {
            step.take();
            return null;
        });
    }

    /** Takes both steps at the same moment. */
    void together(Step one, Step other) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        Future<?> first = start(() -> {
            start.await();
            one.take();
        });
        start.countDown();
        other.take();
        first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Repeats the request until its answer is final, and acts as the shopper where the gateway asks for one. */
    void ask(AnswerLog results, String key, String path, String body) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (once(results, key, path, body)) {
                return;
            }
            Disturbance.pause(IMPATIENCE);
        }
        throw new IllegalStateException("Order " + results.order() + " has no final answer to " + key + " after "
                + PATIENCE.toSeconds() + " s");
    }

    private boolean once(AnswerLog results, String key, String path, String body) throws Exception {
        HttpResponse<String> result;
        try {
            result = http.send(
                    StoreProgram.request(
                            URI.create(all.apiUrl() + path),
                            all.credentials().token(),
                            results.order() + "-" + key,
                            body,
                            RESULT),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException noResult) {
            return false;
        }
        results.statuses().add(result.statusCode());
        if (result.statusCode() >= 500) {
            return false;
        }
        JsonNode answer = JSON.readTree(result.body());
        String status = answer.path("status").asText();
        if (status.equals("action_required")) {
            authenticate(answer.path("payment").asText());
        } else if (FINAL.contains(status)) {
            results.add(key, new AnswerLog.Final(result.statusCode(), status, result.body()));
            return true;
        }
        return false;
    }

    /** Returns the order's status as {@code GET /payments/{order}} answers it; empty when the API does not know it. */
    String status(long order) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(all.apiUrl() + "/payments/" + order))
                .timeout(RESULT)
                .header("Authorization", "Bearer " + all.credentials().token())
                .build();
        return JSON.readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .path("status")
                .asText()
                .toUpperCase(Locale.ROOT);
    }

    private void authenticate(String payment) {
        // A request before the callback is reconciled is answered again with an action that the shopper has done.
        if (all.stripe().shopper().status(payment).equals("requires_action")) {
            all.stripe().shopper().authenticates(payment);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.shutdownNow();
    }
}
