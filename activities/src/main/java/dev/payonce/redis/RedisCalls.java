package dev.payonce.redis;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to a cache that may be away. None throws, and none takes longer than its budget. After one that hung the
 * next are left out for a moment, so that a dead Redis costs a callback nothing.
 *
 * <p>The budget is kept by a thread of its own, because the socket's time-outs do not add up to it: a client that finds
 * its connection broken opens another before it says so.
 */
final class RedisCalls implements AutoCloseable {

    /** A whole call: a free connection, perhaps a new one, and the answer. */
    static final Duration BUDGET = Duration.ofMillis(200);

    /** The time for which Redis is left alone after a call that hung. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** The interval of log lines, however many calls fail. */
    static final Duration QUIET = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(RedisCalls.class);

    private final MeterRegistry metrics;
    private final LongSupplier nanos;
    private final AtomicLong resume;
    private final AtomicLong speak;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("redis-", 0).factory());

    /** @param nanos a clock that never jumps, as {@link System#nanoTime()} */
    RedisCalls(MeterRegistry metrics, LongSupplier nanos) {
        this.metrics = metrics;
        this.nanos = nanos;
        this.resume = new AtomicLong(nanos.getAsLong());
        this.speak = new AtomicLong(nanos.getAsLong());
    }

    /** Calls Redis; returns empty when there was no answer, for any reason. */
    <T> Optional<T> call(Callable<Optional<T>> call) {
        if (nanos.getAsLong() - resume.get() < 0) {
            return Optional.empty();
        }
        Future<Optional<T>> answer = threads.submit(call);
        try {
            return answer.get(BUDGET.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException failure) {
            failed(RedisErrors.of(failure));
            return Optional.empty();
        } finally {
            answer.cancel(true);
        }
    }

    private void failed(RedisErrors error) {
        long now = nanos.getAsLong();
        metrics.counter("payonce.redis.errors", "kind", error.kind()).increment();
        if (error.hangs()) {
            resume.set(now + PAUSE.toNanos());
        }
        long quietUntil = speak.get();
        if (now - quietUntil >= 0 && speak.compareAndSet(quietUntil, now + QUIET.toNanos())) {
            LOG.warn("Redis does not answer ({}); Temporal recognizes duplicates meanwhile, more slowly", error.kind());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
