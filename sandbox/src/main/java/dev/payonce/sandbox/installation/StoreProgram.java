package dev.payonce.sandbox.installation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;

/** The store's own program, which sends requests to the API with its token and an idempotency key. */
public final class StoreProgram {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private StoreProgram() {}

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
     * @param key the idempotency key
     * @param body JSON
     * @param patience the longest wait for the answer
     */
    public static HttpRequest request(URI address, String token, String key, String body, Duration patience) {
        return HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
