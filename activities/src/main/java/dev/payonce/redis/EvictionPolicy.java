package dev.payonce.redis;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The eviction policy of Redis, which may drop our keys. It would cost duplicates a call to Temporal, so it is a
 * warning, no more.
 */
public final class EvictionPolicy {

    /** The answer of Redis; {@code UNKNOWN}: Redis is away, or does not allow the question. */
    public enum Answer {
        KEEPS,
        EVICTS,
        UNKNOWN
    }

    private static final Logger LOG = LoggerFactory.getLogger(EvictionPolicy.class);

    private final AtomicReference<Answer> last = new AtomicReference<>(Answer.UNKNOWN);

    EvictionPolicy(MeterRegistry metrics) {
        metrics.gauge("payonce.redis.evicts", last, EvictionPolicy::number);
    }

    Answer judge(Optional<String> policy) {
        Answer now = policy.map(name -> name.equals("noeviction") ? Answer.KEEPS : Answer.EVICTS)
                .orElse(Answer.UNKNOWN);
        if (last.getAndSet(now) != now && now == Answer.EVICTS) {
            LOG.warn("Redis evicts keys (maxmemory-policy {}); set it to noeviction", policy.orElse(""));
        }
        return now;
    }

    /** Returns 1 where Redis evicts, 0 where it keeps, and no number where it is unknown. */
    private static double number(AtomicReference<Answer> last) {
        return switch (last.get()) {
            case KEEPS -> 0;
            case EVICTS -> 1;
            case UNKNOWN -> Double.NaN;
        };
    }
}
