package dev.payonce.servers.stripe.api;

import dev.payonce.servers.stripe.http.Exchange.Reply;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The memory of requests that were made with a key. The first result, also a failure, is kept for a day of the
 * simulator's clock. After that the same key is new, and a repeat really is a second charge. Safe for many threads.
 */
final class Idempotency {

    /** Stripe keeps a key at least this long. */
    private static final Duration MEMORY = Duration.ofHours(24);

    /** The request that a key stands for. */
    record Print(Route route, String id, Params params) {}

    private record Slot(Print print, Instant since, Optional<Reply> result) {}

    private final InstantSource clock;
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    Idempotency(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Returns the saved result, or the work's.
     *
     * @param work may throw a refusal before it has started, or be lost on the way, and then nothing is saved; its
     *     result is empty when it was lost
     */
    Optional<Reply> once(String key, Print print, Supplier<Optional<Reply>> work) {
        Optional<Reply> known = claim(key, print);
        if (known.isPresent()) {
            return known.map(Idempotency::replayed);
        }
        Optional<Reply> result = Optional.empty();
        try {
            result = work.get();
        } finally {
            settle(key, result);
        }
        return result;
    }

    private synchronized Optional<Reply> claim(String key, Print print) {
        forgetExpired();
        Slot slot = slots.get(key);
        if (slot == null) {
            slots.put(key, new Slot(print, clock.instant(), Optional.empty()));
            return Optional.empty();
        }
        if (slot.result().isEmpty()) {
            throw Refusal.keyInUse();
        }
        if (!slot.print().equals(print)) {
            throw Refusal.keyOfAnother(key);
        }
        return slot.result();
    }

    private synchronized void settle(String key, Optional<Reply> result) {
        Slot slot = slots.get(key);
        if (result.isEmpty()) {
            slots.remove(key);
        } else if (slot != null) {
            slots.put(key, new Slot(slot.print(), slot.since(), result));
        }
    }

    /** Forgets expired keys. The oldest are first, so it stops at the first young one; a key in use never expires. */
    private void forgetExpired() {
        Instant oldest = clock.instant().minus(MEMORY);
        Iterator<Slot> eldest = slots.values().iterator();
        boolean more = true;
        while (more && eldest.hasNext()) {
            Slot slot = eldest.next();
            more = !slot.since().isAfter(oldest);
            if (more && slot.result().isPresent()) {
                eldest.remove();
            }
        }
    }

    private static Reply replayed(Reply saved) {
        return saved.with("Idempotent-Replayed", "true")
                .with("Original-Request", saved.headers().getOrDefault("Request-Id", ""));
    }
}
