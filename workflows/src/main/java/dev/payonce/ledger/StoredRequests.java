package dev.payonce.ledger;

import java.util.Optional;

/** What the ledger remembers of a request. Reads only; it decides for ever what a key was used for. */
public interface StoredRequests {

    /**
     * Empty when no request with this key was settled yet. Throws when the database is away.
     *
     * @param key the caller's idempotency key, of this store
     */
    Optional<StoredRequest> of(String key);
}
