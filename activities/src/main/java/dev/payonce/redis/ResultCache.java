package dev.payonce.redis;

import dev.payonce.request.IdempotencyCache.Finished;
import java.util.Optional;

/**
 * The cache of final results. Neither method ever throws or exceeds its timeout: a cache that is away, or that holds a
 * foreign value, is a miss.
 */
public interface ResultCache {

    /** @param key the caller's idempotency key */
    Optional<Finished> finished(String key);

    /** Remembers it again, after it was found in the ledger only. */
    void remember(Finished finished);
}
