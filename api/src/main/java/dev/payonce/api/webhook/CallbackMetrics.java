package dev.payonce.api.webhook;

import dev.payonce.gateway.Webhook.Received.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

/** How many callbacks came to what, and how long the gateways waited for it. */
public final class CallbackMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofMillis(4_500)
    };

    /** ACCEPTED: durable for its order. UNMATCHED: durable, and it will be found out whose it is. */
    public enum Outcome {
        ACCEPTED,
        DUPLICATE,
        IGNORED,
        UNMATCHED,
        REJECTED,
        UNAVAILABLE
    }

    private final MeterRegistry meters;

    /** All series exist from the start: a rate over a counter that appears with its first event misses that event. */
    public CallbackMetrics(MeterRegistry meters, Collection<String> accounts) {
        this.meters = meters;
        for (String account : accounts) {
            for (Outcome outcome : Outcome.values()) {
                counter(account, outcome);
            }
            for (Cause cause : Cause.values()) {
                counter(account, cause);
            }
        }
    }

    public void count(String account, Outcome outcome, Duration took) {
        counter(account, outcome).increment();
        Timer.builder("payonce.callback.ack")
                .description("From a callback's arrival to its answer")
                .serviceLevelObjectives(BUCKETS)
                .tag("account", account)
                .register(meters)
                .record(took);
    }

    /** Counts a genuine callback that is nothing for us, by why: many of another mode or account are a wrong setting. */
    public void ignored(String account, Cause cause) {
        counter(account, cause).increment();
    }

    private Counter counter(String account, Cause cause) {
        return Counter.builder("payonce.callbacks.ignored")
                .description("Genuine callbacks that are nothing for us, by why")
                .tag("account", account)
                .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    private Counter counter(String account, Outcome outcome) {
        return Counter.builder("payonce.callbacks")
                .description("Callbacks by what became of them")
                .tag("account", account)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
