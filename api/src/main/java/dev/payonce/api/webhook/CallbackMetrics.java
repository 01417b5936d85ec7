package dev.payonce.api.webhook;

import dev.payonce.api.history.CallbackTotals;
import dev.payonce.gateway.Webhook.Received.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The metrics of callbacks: their outcomes, and the time until their response. */
public final class CallbackMetrics implements CallbackTotals {

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

    /** The outcome of a delivery. ACCEPTED is durable for its order; UNMATCHED is durable, and its order is looked up. */
    public enum Outcome {
        ACCEPTED,
        DUPLICATE,
        IGNORED,
        UNMATCHED,
        REJECTED,
        UNAVAILABLE
    }

    private final MeterRegistry meters;
    private final Collection<String> accounts;

    /** All series exist from the start: a rate over a counter that appears with its first event misses that event. */
    public CallbackMetrics(MeterRegistry meters, Collection<String> accounts) {
        this.meters = meters;
        this.accounts = accounts;
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

    @Override
    public long accepted() {
        return total(EnumSet.of(Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.IGNORED, Outcome.UNMATCHED));
    }

    @Override
    public long rejected() {
        return total(EnumSet.of(Outcome.REJECTED));
    }

    private long total(Set<Outcome> outcomes) {
        return accounts.stream()
                .flatMap(account -> outcomes.stream().map(outcome -> counter(account, outcome)))
                .mapToLong(each -> (long) each.count())
                .sum();
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
