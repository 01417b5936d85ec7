package dev.payonce.gateway.stripe.payment;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reading of Stripe's times, which are seconds since 1970. */
final class StripeTime {

    private StripeTime() {}

    /** Returns the time; empty for what is none. */
    static Optional<Instant> of(@Nullable Long second) {
        return Optional.ofNullable(second)
                .filter(known -> known > 0 && known < Instant.MAX.getEpochSecond())
                .map(Instant::ofEpochSecond);
    }
}
