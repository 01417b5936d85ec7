package dev.payonce.redis;

import dev.payonce.gateway.Callback;

/**
 * The API's and the sweep's side of the cache. No method ever throws or takes longer than its bound: a cache that is
 * away, or that holds a value nobody here wrote, is a miss.
 */
public interface CallbackCache {

    /** True when the callback is durable in Temporal or already applied: it may be acknowledged at once. */
    boolean known(Callback callback);

    /**
     * True when the callback is already applied. Being durable in Temporal is less: Temporal may be lost, or a run
     * ended.
     */
    boolean applied(Callback callback);

    /** Remembers for 600 s that the callback is durable in Temporal; never replaces what is remembered already. */
    void durable(Callback callback);
}
