package dev.payonce.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to when each gateway account's own list of events was read. Kept beside the ledger: a store that is restored to
 * yesterday reads again what its ledger has forgotten.
 */
public interface Cursors {

    /** So much before the cursor is read again: an event may be listed late, and the gateway's clock is not ours. */
    Duration OVERLAP = Duration.ofMinutes(5);

    /**
     * So much of it is read once more now and then, for what was made durable and never applied: its run was ended by hand,
     * or Temporal was lost. Less than a day, for which the cache remembers what was applied.
     */
    Duration LAST_DAY = Duration.ofHours(23);

    /** Empty for an account that was never read. */
    Optional<Instant> of(String account);

    void move(String account, Instant to);
}
