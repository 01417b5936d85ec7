package dev.payonce.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The cursors: the time up to which each gateway account's own event list was read. Kept beside the ledger: a store
 * that is restored to yesterday reads again what its ledger has forgotten.
 */
public interface Cursors {

    /**
     * The overlap before the cursor, which is read again: an event may be listed late, and the gateway's clock is not
     * ours.
     */
    Duration OVERLAP = Duration.ofMinutes(5);

    /**
     * The longer overlap that each run of the sweep reads again, for callbacks that were made durable and never
     * applied: their run was terminated, or Temporal was lost. Less than a day, for which the cache keeps applied
     * callbacks.
     */
    Duration LAST_DAY = Duration.ofHours(23);

    /** Returns the account's cursor; empty for an account that was never read. */
    Optional<Instant> of(String account);

    void move(String account, Instant to);
}
