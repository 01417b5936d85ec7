package dev.payonce.redis;

import dev.payonce.request.IdempotencyCache.Finished;
import java.util.Optional;

/**
 * Requests that were answered for good, as the cache remembers them. Neither method ever throws or takes longer than
 * its bound: a cache that is away, or that holds a value nobody here wrote, is a miss.
 */
public interface ResultCache {

    /** @param key the caller's idempotency key */
    Optional<Finished> finished(String key);

    /** Remembers it again, after it was found in the ledger only. */
    void remember(Finished finished);
}
