package dev.payonce.gateway;

import dev.payonce.failure.Failures;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The turns that a lookup inside a workflow task takes from the gateway's rate limit. Each request needs one, since a lookup
 * may be several requests. Every adapter calls {@link #take} before each request of a lookup. For one thread.
 */
public final class RequestTurns {

    /** The code of the failure where no turn was free; nothing is wrong then. */
    public static final String NONE_FREE = "no-turn";

    private static final ScopedValue<RequestTurns> BOUND = ScopedValue.newInstance();

    private final BooleanSupplier next;
    private boolean first = true;

    private RequestTurns(BooleanSupplier next) {
        this.next = next;
    }

    /**
     * Looks up with the one turn that the caller has taken.
     *
     * @param next takes another turn; false where none is free
     */
    public static <T> T withOne(BooleanSupplier next, Supplier<T> lookup) {
        return ScopedValue.where(BOUND, new RequestTurns(next)).call(lookup::get);
    }

    /** Takes the turn of one request. Fails where none is free; a lookup by a regular activity needs none. */
    public static void take() {
        if (BOUND.isBound() && !BOUND.get().taken()) {
            throw Failures.transientOne(
                    "no-turn",
                    "No turn at the gateway is free for another request of this lookup; a regular activity makes it",
                    Optional.empty(),
                    null);
        }
    }

    private boolean taken() {
        boolean paid = first;
        first = false;
        return paid || next.getAsBoolean();
    }
}
