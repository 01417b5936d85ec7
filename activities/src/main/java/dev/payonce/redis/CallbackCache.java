package dev.payonce.redis;

import dev.payonce.gateway.Callback;

/**
 * The API's and the sweep's side of the cache. No method ever throws or exceeds its timeout: a cache that is away, or
 * that holds a foreign value, is a miss.
 */
public interface CallbackCache {

    /** Returns true when the callback is durable in Temporal or already applied: it may be acknowledged at once. */
    boolean known(Callback callback);

    /**
     * Returns true when the callback is already applied. Being durable in Temporal is less: Temporal may be lost, or a
     * run ended.
     */
    boolean applied(Callback callback);

    /** Remembers for 600 s that the callback is durable in Temporal; never replaces what is remembered already. */
    void durable(Callback callback);
}
