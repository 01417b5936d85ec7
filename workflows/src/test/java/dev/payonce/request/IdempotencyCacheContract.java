package dev.payonce.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.payonce.gateway.Callback;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The contract of every cache of applied callbacks, with the cache in memory that keeps it. */
public abstract class IdempotencyCacheContract {

    protected abstract IdempotencyCache results();

    /** Reports whether a reader of the cache would take this callback for applied. */
    protected abstract boolean applied(Callback callback);

    protected abstract void takeAway();

    public static Callback callback(String event, String account) {
        return new Callback(event, account, "pi_1", "payment_intent.succeeded", "");
    }

    @Test
    void aPublishedCallbackIsAppliedAndNothingElseIs() {
        results().publish(List.of(callback("evt_1", "stripe"), callback("evt_2", "stripe")), List.of());

        assertThat(applied(callback("evt_1", "stripe"))).isTrue();
        assertThat(applied(callback("evt_2", "stripe"))).isTrue();
        assertThat(applied(callback("evt_3", "stripe"))).isFalse();
    }

    @Test
    void twoAccountsMayUseOneEventId() {
        results().publish(List.of(callback("evt_1", "stripe")), List.of());

        assertThat(applied(callback("evt_1", "stripe-ch"))).isFalse();
    }

    @Test
    void publishingAgainChangesNothing() {
        results().publish(List.of(callback("evt_1", "stripe")), List.of());
        results().publish(List.of(callback("evt_1", "stripe")), List.of());

        assertThat(applied(callback("evt_1", "stripe"))).isTrue();
    }

    @Test
    void publishingNothingIsNoError() {
        assertThatCode(() -> results().publish(List.of(), List.of())).doesNotThrowAnyException();
    }

    @Test
    void aMemoryThatIsAwayIsNoErrorAndKnowsNothing() {
        takeAway();

        assertThatCode(() -> results().publish(List.of(callback("evt_1", "stripe")), List.of()))
                .doesNotThrowAnyException();
        assertThat(applied(callback("evt_1", "stripe"))).isFalse();
    }

    /** A cache in memory; while away it drops every write, as a cache may. */
    public static final class InMemory implements IdempotencyCache {

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
}
