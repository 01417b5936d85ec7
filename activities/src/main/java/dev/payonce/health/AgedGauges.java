package dev.payonce.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** A pair of gauges for each kind: how many there are, and the seconds since the oldest one. */
public final class AgedGauges {

    private final String tag;
    private final MultiGauge counts;
    private final MultiGauge ages;

    /**
     * Registers the gauges {@code name} and {@code name.age}.
     *
     * @param tag the name of what tells the kinds apart
     */
    public AgedGauges(MeterRegistry meters, String name, String tag, String description) {
        this.tag = tag;
        this.counts = MultiGauge.builder(name).description(description).register(meters);
        this.ages = MultiGauge.builder(name + ".age")
                .description("Seconds since the oldest of them: " + description)
                .register(meters);
    }

    /** A kind, with the time of its oldest one where that is known. */
    public record Kind(String name, int count, Optional<Instant> oldest) {}

    /** Shows these kinds and no other ones. */
    public void show(Collection<Kind> kinds, Instant now) {
        counts.register(
                kinds.stream()
                        .map(kind -> MultiGauge.Row.of(Tags.of(tag, kind.name()), kind.count()))
                        .toList(),
                true);
        ages.register(
                kinds.stream()
                        .map(kind -> MultiGauge.Row.of(
                                Tags.of(tag, kind.name()),
                                kind.oldest()
                                        .map(oldest ->
                                                Duration.between(oldest, now).toSeconds())
                                        .orElse(0L)))
                        .toList(),
                true);
    }
}
