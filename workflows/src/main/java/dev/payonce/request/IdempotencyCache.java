package dev.payonce.request;

import dev.payonce.gateway.Callback;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** The cache of final results and of applied callbacks. A cache: it never blocks and never decides. */
@ActivityInterface(namePrefix = "IdempotencyCache.")
public interface IdempotencyCache {

    /**
     * Remembers that these callbacks are applied (for 86,400 s) and these requests answered for good (as long; a refusal
     * 3,600 s). Harmless to repeat: same key, same value. Never fails:
     * a cache that is away costs its readers a look at Temporal, nothing else.
     */
    void publish(List<Callback> applied, List<Finished> finished);

    /** A request with its final answer. */
    record Finished(String key, String fingerprint, PaymentResult result) {}
}
