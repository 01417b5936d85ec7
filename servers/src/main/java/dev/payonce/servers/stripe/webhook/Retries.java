package dev.payonce.servers.stripe.webhook;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The times that Stripe waits after each attempt that was not acknowledged, in its own time; after the last it gives
 * up.
 *
 * @param waits before the second attempt, the third, and so on
 */
public record Retries(List<Duration> waits) {

    public Retries {
        waits = List.copyOf(waits);
    }

    /** Returns growing pauses over three days, as for a live account. */
    public static Retries threeDays() {
        return new Retries(List.of(
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(5),
                Duration.ofHours(10),
                Duration.ofHours(12),
                Duration.ofHours(12),
                Duration.ofHours(12),
                Duration.ofHours(12)));
    }

    public static Retries every(Duration wait, int times) {
        return new Retries(Collections.nCopies(times, wait));
    }

    public static Retries none() {
        return new Retries(List.of());
    }

    /** @param attempts how many were made already, at least 1 */
    Optional<Duration> after(int attempts) {
        return attempts <= waits.size() ? Optional.of(waits.get(attempts - 1)) : Optional.empty();
    }
}
