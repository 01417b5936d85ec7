package dev.payonce.woocommerce.plugin;

import dev.payonce.order.OrderId;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call that has PHP apply an order's effects at once. No payment waits for it, and nothing rests on it: the Action
 * Scheduler row of the same transaction does the work later. At most {@value #MOST} calls are under way; further ones
 * are left out.
 */
public final class EffectKick implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EffectKick.class);

    /** A small PHP-FPM pool has 5 processes, a large one 50; shoppers need them too. */
    private static final int MOST = 8;

    /** An effect takes 0.1 to 0.5 s; the plugin gives up waiting for an order's lock after 3 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Semaphore free = new Semaphore(MOST);
    private final Optional<String> address;
    private final Optional<String> secret;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    /**
     * @param address of the shop as the worker reaches it; empty where that is the shop's own
     * @param secret shared with the plugin; without it nothing is called
     */
    public EffectKick(Optional<String> address, Optional<String> secret, InstantSource clock, MeterRegistry metrics) {
        this.address = address;
        this.secret = secret;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Makes one that calls no shop: Action Scheduler applies the effects within a minute. */
    public static EffectKick none(MeterRegistry metrics) {
        return new EffectKick(Optional.empty(), Optional.empty(), InstantSource.system(), metrics);
    }

    /**
     * Calls the plugin and returns at once. Call it after the commit, with the order's lock released.
     *
     * @param site the shop's own address
     */
    public void send(OrderId order, String site) {
        if (secret.isEmpty()) {
            count("no_secret");
            return;
        }
        if (!free.tryAcquire()) {
            count("left_out");
            return;
        }
        String body = "{\"order\":" + order.number() + "}";
        HttpRequest request = HttpRequest.newBuilder(route(site))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header(EffectSignature.HEADER, EffectSignature.of(body, secret.get(), clock.instant()))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var _ = http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failed) -> {
            free.release();
            if (failed == null) {
                answered(order, answer.statusCode());
            } else {
                count("unreachable");
                LOG.debug(
                        "The plugin did not answer for order {}; Action Scheduler applies its effects", order, failed);
            }
        });
    }

    /** Returns the address in the one form that every shop understands, also one with plain permalinks. */
    private URI route(String site) {
        return URI.create(address.orElse(site).replaceFirst("/+$", "") + "/?rest_route=/payonce/v1/effects");
    }

    /** Warns of a wrong setting. A 503 is none: the lock was taken or the try failed, and the plugin repeats it. */
    private void answered(OrderId order, int status) {
        count(Integer.toString(status));
        if (status != 200 && status != 503) {
            LOG.warn(
                    "The plugin refused a call for order {} with status {}. Compare PAYONCE_PLUGIN_SECRET and the shop's"
                            + " address with the plugin's settings page. Action Scheduler applies the effects meanwhile",
                    order.number(),
                    status);
        }
    }

    private void count(String outcome) {
        metrics.counter("payonce.plugin.kicks", "outcome", outcome).increment();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
