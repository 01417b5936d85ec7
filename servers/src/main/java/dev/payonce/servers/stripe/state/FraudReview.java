package dev.payonce.servers.stripe.state;

import java.time.Instant;
import java.util.Optional;

/**
 * A review of a payment in Radar, which the account's rules or a person opened.
 *
 * @param opened {@code rule} or {@code manual}
 * @param closed in Stripe's words, such as {@code approved}; empty while it is open
 */
public record FraudReview(String id, Instant created, String opened, Optional<String> closed) {

    public boolean open() {
        return closed.isEmpty();
    }

    FraudReview close(String reason) {
        return new FraudReview(id, created, opened, Optional.of(reason));
    }
}
