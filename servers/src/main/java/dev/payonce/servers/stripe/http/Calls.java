package dev.payonce.servers.stripe.http;

import dev.payonce.servers.stripe.http.Route.Match;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The list of every request, in the order of arrival: these were sent, and the journal says what they did. Safe for
 * many threads.
 */
public final class Calls {

    private final InstantSource clock;
    private final List<Call> calls = new ArrayList<>();

    public Calls(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized Call arrived(Match match, Optional<String> key, Params params) {
        Map<String, String> last = new HashMap<>();
        params.values().forEach((name, values) -> last.put(name, values.getLast()));
        Call call = new Call(calls.size() + 1, clock.instant(), match.route(), match.id(), key, Map.copyOf(last));
        calls.add(call);
        return call;
    }

    public synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    /** Returns the requests that may move money. */
    public List<Call> posts() {
        return all().stream().filter(call -> !call.route().reads()).toList();
    }

    /** Counts how often each idempotency key was sent. */
    public Map<String, Long> postsByKey() {
        Map<String, Long> byKey = new TreeMap<>();
        posts().forEach(call -> call.key().ifPresent(key -> byKey.merge(key, 1L, Long::sum)));
        return byKey;
    }

    /** Counts how often this idempotency key was sent. */
    public long posts(String key) {
        return postsByKey().getOrDefault(key, 0L);
    }
}
