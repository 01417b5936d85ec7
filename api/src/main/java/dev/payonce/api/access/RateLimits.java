package dev.payonce.api.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The rate limits of the tokens, one for each name: some requests a second, and twice that at once. */
public final class RateLimits {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * The requests that a name may still send, as they were at a time.
     *
     * @param taken true where the request of that time was one of them
     */
    private record Bucket(double left, long at, boolean taken) {}

    public RateLimits(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** Takes one request of the name; false where it has to come again a second later. */
    public boolean take(String name) {
        long now = nanos.getAsLong();
        return buckets.compute(name, (_, before) -> {
                    double left = before == null
                            ? 2.0 * perSecond
                            : Math.min(2.0 * perSecond, before.left() + (now - before.at()) / NANOS * perSecond);
                    return left < 1 ? new Bucket(left, now, false) : new Bucket(left - 1, now, true);
                })
                .taken();
    }
}
