package dev.payonce.sandbox.installation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;

/** How the store's own program speaks to the API: with its token, and with a key for each wish. */
public final class StoreProgram {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private StoreProgram() {}

    /** HTTP/1.1; gives up on a connection after two seconds. */
    public static HttpClient http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * A wish.
     *
     * @param token the store's bearer token
     * @param key the wish's idempotency key
     * @param body JSON
     * @param patience for the answer
     */
    public static HttpRequest wish(URI address, String token, String key, String body, Duration patience) {
        return HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
