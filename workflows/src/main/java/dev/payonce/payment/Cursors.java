package dev.payonce.payment;

import java.time.Instant;
import java.util.Optional;

/**
 * Up to when each gateway account's own list of events was read. Kept beside the ledger: a store that is restored to
 * yesterday reads again what its ledger has forgotten.
 */
public interface Cursors {

    /** Empty for an account that was never read. */
    Optional<Instant> of(String account);

    void move(String account, Instant to);
}
