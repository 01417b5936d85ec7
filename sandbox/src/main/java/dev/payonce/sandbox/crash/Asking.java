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

/** A shop that asks for something, with one key, again and again until it is answered for good. */
final class Asking {

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

    /** A final answer; the same for ever. */
    record Answer(int status, String body, String says) {}

    private Asking(HttpRequest request) {
        this.request = request;
    }

    /** Asks in a thread of its own. */
    static Asking begin(URI address, String token, String key, String body) {
        Asking asking = new Asking(StoreProgram.request(address, token, key, body, ANSWER));
        Thread.ofVirtual().name("asking-" + key).start(asking::untilAnswered);
        return asking;
    }

    boolean isAnswered() {
        return first.isDone();
    }

    /** Some answer was not final. */
    boolean wasPutOff() {
        return putOff;
    }

    /** Every final answer that was given for the key; more than one is one too many. */
    Set<Answer> answers() {
        return Set.copyOf(answers);
    }

    /** The same request once more; true when it was said to be a replay. */
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

    /** Empty when there was no answer, or none that is final. */
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
