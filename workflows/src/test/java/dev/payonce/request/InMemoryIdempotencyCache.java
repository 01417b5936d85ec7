package dev.payonce.request;

import dev.payonce.gateway.Callback;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cache in memory; while away it drops every write, as a cache may. */
public final class InMemoryIdempotencyCache implements IdempotencyCache {

    private final Set<String> applied = ConcurrentHashMap.newKeySet();
    private final Map<String, Finished> finished = new ConcurrentHashMap<>();
    private volatile boolean away;

    public Optional<Finished> finished(String key) {
        return Optional.ofNullable(finished.get(key));
    }

    public boolean applied(Callback callback) {
        return applied.contains(key(callback));
    }

    /** Returns how many callbacks are in the cache as applied. */
    public int size() {
        return applied.size();
    }

    public void away(boolean now) {
        away = now;
    }

    @Override
    public void publish(List<Callback> callbacks, List<Finished> requests) {
        if (!away) {
            requests.forEach(done -> finished.put(done.key(), done));
            callbacks.forEach(callback -> applied.add(key(callback)));
        }
    }

    private static String key(Callback callback) {
        return callback.account() + ":" + callback.event();
    }
}
