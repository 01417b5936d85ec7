package dev.payonce.sandbox.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.sandbox.installation.StoreProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A request that the shop repeats with one idempotency key until it has the final answer. */
final class PendingRequest {

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Set<String> FINAL =
            Set.of("paid", "declined", "refused", "authorized", "cancelled", "refunded");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = StoreProgram.http();

    private final HttpRequest request;
    private final Set<Answer> answers = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Answer> first = new CompletableFuture<>();
    private volatile boolean putOff;

    /** A final answer, the same for all time. */
    record Answer(int status, String body, String says) {}

    private PendingRequest(HttpRequest request) {
        this.request = request;
    }

    /** Starts in a thread of its own. */
    static PendingRequest begin(URI address, String token, String key, String body) {
        PendingRequest pending = new PendingRequest(StoreProgram.request(address, token, key, body, ANSWER));
        Thread.ofVirtual().name("pending-" + key).start(pending::untilAnswered);
        return pending;
    }

    boolean isAnswered() {
        return first.isDone();
    }

    /** Returns true if some answer was not final. */
    boolean wasPutOff() {
        return putOff;
    }

    /** Returns all final answers for the key; two of them contradict each other. */
    Set<Answer> answers() {
        return Set.copyOf(answers);
    }

    /** Repeats the request; returns true if the answer is marked as a replay. */
    boolean again() {
        return once().flatMap(response -> response.headers().firstValue("Idempotent-Replayed"))
                .filter("true"::equals)
                .isPresent();
    }

    private void untilAnswered() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!first.isDone() && System.nanoTime() < end) {
            if (once().isEmpty()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Sends the request once; returns empty without a final answer. */
    private Optional<HttpResponse<String>> once() {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            String says = JSON.readTree(response.body()).path("status").asText();
            if (!FINAL.contains(says)) {
                putOff = true;
                return Optional.empty();
            }
            Answer answer = new Answer(response.statusCode(), response.body(), says);
            answers.add(answer);
            first.complete(answer);
            return Optional.of(response);
        } catch (IOException noAnswer) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
