package dev.payonce.workflow.direct;

import dev.payonce.order.OrderId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The count of direct attempts for each order and second. Orders that share a counter only leave more to regular activities.
 * Safe for many threads.
 */
final class OrderAttempts {

    /** The most attempts for one order within a second. */
    static final int MOST = 3;

    private static final int COUNTERS = 4_096;

    /** The bits of a counter that hold the attempts; those above hold their second. */
    private static final int COUNT_BITS = 8;

    private final AtomicLongArray attempts = new AtomicLongArray(COUNTERS);
    private final LongSupplier nanos;

    OrderAttempts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Counts an attempt; false where the order has had all of this second. */
    boolean next(OrderId order) {
        int counter = Math.floorMod(order.hashCode(), COUNTERS);
        long second = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong());
        long first = second << COUNT_BITS | 1;
        long counted = attempts.updateAndGet(
                counter, before -> before >> COUNT_BITS == second ? Math.min(before + 1, first + MOST) : first);
        return counted < first + MOST;
    }
}
