package dev.payonce.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The state that a value in the cache has, with the time for which it is kept. The only place where these three times
 * stand.
 */
enum CacheState {

    /** Durable in Temporal, not yet applied. */
    PROCESSING("processing", Duration.ofMinutes(10), true),

    /** Applied. */
    FINAL("final", Duration.ofDays(1), true),

    /** Refused for good. */
    ERROR("error", Duration.ofHours(1), false);

    private final String prefix;
    private final Duration kept;
    private final boolean durable;

    CacheState(String prefix, Duration kept, boolean durable) {
        this.prefix = prefix;
        this.kept = kept;
        this.durable = durable;
    }

    String value() {
        return prefix;
    }

    long seconds() {
        return kept.toSeconds();
    }

    /** Reports whether a callback with this value may be acknowledged without asking Temporal. */
    boolean durable() {
        return durable;
    }

    /** Reads a value; a foreign one is empty. After the state and a colon, more may follow. */
    static Optional<CacheState> of(String value) {
        return Arrays.stream(values())
                .filter(life -> value.equals(life.prefix) || value.startsWith(life.prefix + ":"))
                .findFirst();
    }
}
