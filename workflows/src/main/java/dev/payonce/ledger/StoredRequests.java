package dev.payonce.ledger;

import java.util.Optional;

/** The requests in the ledger. Reads only; it decides for ever what a key was used for. */
public interface StoredRequests {

    /**
     * Returns the request; empty when none with this key was reconciled yet. Throws when the database is away.
     *
     * @param key the caller's idempotency key, of this store
     */
    Optional<StoredRequest> of(String key);
}
