package dev.payonce.api;

import dev.payonce.order.OrderId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The gate that makes a crowd of refreshes of one order two: the one in flight, and one that all later callers share. A
 * refresh in flight may have asked the gateway before they came, so they need one of their own time.
 *
 * @param <T> the result of a refresh
 */
final class RefreshGate<T> {

    private final Map<Key, Turns<T>> orders = new HashMap<>();

    private record Key(OrderId order, String gateway) {}

    /** The refresh in flight of one order, and the one after it. */
    private static final class Turns<T> {
        private CompletableFuture<T> flying;
        private @Nullable CompletableFuture<T> next;

        Turns(CompletableFuture<T> flying) {
            this.flying = flying;
        }
    }

    /**
     * Returns the result of a refresh that starts after this call; one of its callers runs it. Empty when the time is
     * over before.
     *
     * @param refresh is given the time that is left
     */
    Optional<T> refresh(OrderId order, String gateway, Duration within, Function<Duration, T> refresh) {
        Key key = new Key(order, gateway);
        long end = System.nanoTime() + within.toNanos();
        @Nullable CompletableFuture<T> before = null;
        @Nullable CompletableFuture<T> shared = null;
        CompletableFuture<T> mine = new CompletableFuture<>();
        synchronized (orders) {
            Turns<T> turns = orders.get(key);
            if (turns == null) {
                orders.put(key, new Turns<>(mine));
            } else if (turns.next == null) {
                before = turns.flying;
                turns.next = mine;
            } else {
                shared = turns.next;
            }
        }
        if (shared != null) {
            return await(shared, end);
        }
        if (before != null) {
            var _ = await(before, end);
        }
        return lead(key, mine, end, refresh);
    }

    @SuppressWarnings("ReferenceEquality") // A refresh is the same only as itself.
    private Optional<T> lead(Key key, CompletableFuture<T> mine, long end, Function<Duration, T> refresh) {
        synchronized (orders) {
            Turns<T> turns = orders.get(key);
            if (turns != null && turns.next == mine) {
                turns.flying = mine;
                turns.next = null;
            }
        }
        try {
            mine.complete(refresh.apply(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        } catch (RuntimeException failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            synchronized (orders) {
                orders.computeIfPresent(key, (_, turns) -> turns.flying == mine && turns.next == null ? null : turns);
            }
        }
        return Optional.of(mine.join());
    }

    private static <T> Optional<T> await(CompletableFuture<T> result, long end) {
        try {
            return Optional.ofNullable(result.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException over) {
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
