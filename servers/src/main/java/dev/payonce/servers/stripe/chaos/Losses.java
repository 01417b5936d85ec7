package dev.payonce.servers.stripe.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The lottery of which responses are lost on their way back. It draws from the key and its count, not from a shared
 * sequence: threads that race cannot change each other's luck, and a run can be repeated. Not safe for many threads by
 * itself.
 */
final class Losses {

    private final long seed;
    private final Map<String, Integer> sent = new HashMap<>();
    private List<Fault> ways = List.of();
    private int oneIn;

    Losses(long seed) {
        this.seed = seed;
    }

    void start(int one, List<Fault> faults) {
        oneIn = one;
        // No reset: the JDK's older client hides it from its caller by asking again.
        ways = faults.isEmpty() ? List.of(new Fault.HalfBody(), new Fault.Failure(502)) : faults;
    }

    void stop() {
        oneIn = 0;
    }

    Optional<Fault> of(String key) {
        if (oneIn <= 0) {
            return Optional.empty();
        }
        int time = sent.merge(key, 1, Integer::sum);
        SplittableRandom random = new SplittableRandom(seed * 31 + key.hashCode() + time * 1_000_003L);
        return random.nextInt(oneIn) == 0 ? Optional.of(ways.get(random.nextInt(ways.size()))) : Optional.empty();
    }
}
