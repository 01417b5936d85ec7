package dev.payonce.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.StoreProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The store's own program: each request with a key, again and again until it is answered for good, whatever happens to
 * the servers meanwhile.
 */
final class Client implements AutoCloseable {

    /** Nothing takes longer, or the demo fails. */
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

    /** Something that takes its time. */
    interface Step {
        void take() throws Exception;
    }

    Future<?> start(Step step) {
        return threads.submit(() -> {
            step.take();
            return null;
        });
    }

    /** Both start at the same moment. */
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

    /** The same request until its answer is final; what is up to the shopper is done on the way. */
    void ask(Answers results, String key, String path, String body) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (once(results, key, path, body)) {
                return;
            }
            Disturbances.pause(IMPATIENCE);
        }
        throw new IllegalStateException("Order " + results.order() + " got no final answer to " + key);
    }

    private boolean once(Answers results, String key, String path, String body) throws Exception {
        HttpResponse<String> result;
        try {
            result = http.send(
                    StoreProgram.wish(
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
        JsonNode told = JSON.readTree(result.body());
        String status = told.path("status").asText();
        if (status.equals("action_required")) {
            authenticate(told.path("payment").asText());
        } else if (FINAL.contains(status)) {
            results.add(key, new Answers.Final(result.statusCode(), status, result.body()));
            return true;
        }
        return false;
    }

    private void authenticate(String payment) {
        // Who asks again before the callback is settled is told once more to do what is done.
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
