package dev.payonce.request;

import dev.payonce.gateway.Callback;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers in memory; while away it forgets what it is told, as a cache may. */
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

    /** How many callbacks are remembered as applied. */
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
