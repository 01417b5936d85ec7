package dev.payonce.sandbox.installation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.servers.stripe.webhook.Forgery;
import dev.payonce.servers.stripe.webhook.Signature;
import dev.payonce.workflow.PayloadConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The store's own program, which sends requests to one API with its token and an idempotency key. */
public final class StoreProgram implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final HttpClient http = http();
    private final URI api;
    private final String token;

    public StoreProgram(URI api, Credentials credentials) {
        this.api = api;
        this.token = credentials.token();
    }

    /**
     * An answer whose body is JSON whatever its status.
     *
     * @param replayed what {@code Idempotent-Replayed} said
     */
    public record Answer(int status, String type, String body, boolean replayed) {

        public JsonNode json() {
            try {
                return PayloadConverter.JSON.readTree(body);
            } catch (JsonProcessingException notJson) {
                throw new IllegalStateException("The answer is no JSON: " + body, notJson);
            }
        }
    }

    /** Makes a client for HTTP/1.1 that gives up a connection after two seconds. */
    public static HttpClient http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * Makes a request.
     *
     * @param token the store's bearer token
     * @param key the idempotency key; empty for none
     * @param body JSON
     * @param patience the longest wait for the answer
     */
    public static HttpRequest request(URI address, String token, String key, String body, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return (key.isEmpty() ? request : request.header("Idempotency-Key", key)).build();
    }

    /** Sends a request with the store's token. */
    public Answer ask(String path, String key, String body) {
        return send(request(api.resolve(path), token, key, body, ANSWER));
    }

    /** Sends a webhook as the gateway does. */
    public Answer post(String account, Forgery parcel) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("/webhooks/" + account))
                .timeout(ANSWER)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(parcel.body()));
        parcel.signature().ifPresent(value -> request.header(Signature.HEADER, value));
        return send(request.build());
    }

    /** Gets the path with the store's token. */
    public Answer get(String path) {
        return send(HttpRequest.newBuilder(api.resolve(path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .build());
    }

    /** Returns the sum of a metric's series whose line contains this text, as Prometheus would read it. */
    public double metric(String name, String containing) {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(containing))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body(),
                    response.headers()
                            .firstValue("Idempotent-Replayed")
                            .filter("true"::equals)
                            .isPresent());
        } catch (IOException noAnswer) {
            throw new UncheckedIOException("The API does not answer", noAnswer);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The wait for the API's answer was interrupted", stopped);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
