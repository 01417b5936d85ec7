package dev.payonce.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.sandbox.installation.Credentials;
import dev.payonce.servers.stripe.webhook.Forgery;
import dev.payonce.servers.stripe.webhook.Signature;
import dev.payonce.workflow.PayloadConverter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of one API process. */
public final class ApiClient {

    private static final Duration RESULT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI api;
    private final String token;

    public ApiClient(URI api, Credentials credentials) {
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
                throw new AssertionError("No JSON: " + body, notJson);
            }
        }
    }

    public Answer post(String account, Forgery parcel) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("/webhooks/" + account))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(parcel.body()));
        parcel.signature().ifPresent(value -> request.header(Signature.HEADER, value));
        return send(request);
    }

    /** Gets the path with the store's token. */
    public Answer get(String path) {
        return send(HttpRequest.newBuilder(api.resolve(path)).header("Authorization", "Bearer " + token));
    }

    /** Sends a request with the store's token; an empty key sends none. */
    public Answer ask(String path, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return send(request);
    }

    /** Returns the sum of a metric's series whose line contains this text, as Prometheus would read it. */
    public double metric(String name, String containing) {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(containing))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(RESULT).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body(),
                    response.headers()
                            .firstValue("Idempotent-Replayed")
                            .filter("true"::equals)
                            .isPresent());
        } catch (IOException noResult) {
            throw new AssertionError("The API does not answer", noResult);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", stopped);
        }
    }
}
