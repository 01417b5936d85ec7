package dev.payonce.servers.stripe.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The sender that posts one body once, and never more at a time than the simulator's bound. */
final class Sender implements AutoCloseable {

    private static final int PARALLEL = 64;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** Stripe itself waits about twenty seconds for an endpoint's response. */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final Semaphore slots = new Semaphore(PARALLEL);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    Sender(InstantSource clock) {
        this.clock = clock;
    }

    /** The body to be posted, with the names under which it is recorded. */
    record Parcel(String event, String type, int copy, int attempt, String body, Optional<String> signature) {}

    Delivery post(URI url, Parcel parcel) throws InterruptedException {
        slots.acquire();
        Instant at = clock.instant();
        long started = System.nanoTime();
        int status = 0;
        String answer = "";
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                    .POST(HttpRequest.BodyPublishers.ofString(parcel.body()));
            parcel.signature().ifPresent(value -> request.header(Signature.HEADER, value));
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            status = response.statusCode();
            answer = response.body();
        } catch (IOException noAnswer) {
            // No server, too slow, or cut off: for Stripe each of these is one more attempt to be made later.
            answer = noAnswer.getClass().getSimpleName();
        } finally {
            slots.release();
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - started);
        return new Delivery(
                parcel.event(), parcel.type(), parcel.copy(), parcel.attempt(), at, status, latency, answer);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
