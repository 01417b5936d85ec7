package dev.payonce.redis;

import dev.payonce.gateway.Callback;
import dev.payonce.request.IdempotencyCache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/**
 * The cache of durable and applied callbacks and of answered requests, in Redis 6.2 or newer, or Valkey. {@code
 * idempotency:payonce:<store>:<account>:<event>} holds a callback's state, {@code
 * idempotency:payonce:<store>:request:<key>} the final answer and what it answers. {@code
 * idempotency:payonce:<store>:turn:<account>:<number>} exists while a turn at the gateway is taken. {@link CacheSeal} tells our own values
 * from forged ones.
 *
 * <p>Metrics: {@code payonce.idempotency} by outcome (hit, miss), {@code payonce.redis.errors} by kind, {@code
 * payonce.redis.evicts}, {@code payonce.cache.forged} (values without our seal).
 */
public final class RedisIdempotencyCache implements IdempotencyCache, CallbackCache, ResultCache, AutoCloseable {

    /** Keys that are written in one round trip. */
    private static final int BATCH = 100;

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final int TURN_TRIES = 3;

    private final RedisConnection redis;
    private final RedisCalls calls;
    private final String prefix;
    private final CacheSeal seal;
    private final MeterRegistry metrics;
    private final Counter forged;
    private final EvictionPolicy eviction;

    /**
     * Connects in the background, so Redis may be away now.
     *
     * @param url as {@link RedisAddress#FORM} says
     * @param store the store's name; empty where one installation serves one store
     * @param seal the same for all processes of an installation
     */
    public RedisIdempotencyCache(String url, String store, CacheSeal seal, MeterRegistry metrics) {
        this(url, store, seal, metrics, System::nanoTime);
    }

    RedisIdempotencyCache(String url, String store, CacheSeal seal, MeterRegistry metrics, LongSupplier nanos) {
        this.redis = new RedisConnection(RedisAddress.parse(url)
                        .orElseThrow(
                                () -> new IllegalArgumentException("Redis' address has the form " + RedisAddress.FORM)))
                .begin();
        this.calls = new RedisCalls(metrics, nanos);
        this.prefix = "idempotency:payonce:" + store + ":";
        this.seal = seal;
        this.metrics = metrics;
        this.forged = metrics.counter("payonce.cache.forged"); // Known from the start: an alarm sees the first one.
        this.eviction = new EvictionPolicy(metrics);
    }

    @Override
    public boolean known(Callback callback) {
        return counted(life(callback).filter(CacheState::durable).isPresent());
    }

    @Override
    public boolean applied(Callback callback) {
        return life(callback).filter(life -> life == CacheState.FINAL).isPresent();
    }

    private Optional<CacheState> life(Callback callback) {
        return sealed(key(callback)).flatMap(CacheState::of);
    }

    /** Reads a value of ours. One without our seal is a miss: another program wrote it, or copied it from another key. */
    private Optional<String> sealed(String key) {
        Optional<String> found =
                calls.call(() -> Optional.ofNullable(redis.client().get(key)));
        Optional<String> ours = found.flatMap(value -> seal.open(key, value));
        if (found.isPresent() && ours.isEmpty()) {
            forged.increment();
        }
        return ours;
    }

    @Override
    public Optional<Finished> finished(String key) {
        Optional<Finished> finished = sealed(request(key)).flatMap(value -> CacheEntry.read(key, value));
        counted(finished.isPresent());
        return finished;
    }

    @Override
    public void remember(Finished finished) {
        publish(List.of(), List.of(finished));
    }

    @Override
    public void durable(Callback callback) {
        SetParams onlyNew = SetParams.setParams().nx().ex(CacheState.PROCESSING.seconds());
        String key = key(callback);
        String value = seal.seal(key, CacheState.PROCESSING.value());
        calls.call(() -> Optional.ofNullable(redis.client().set(key, value, onlyNew)));
    }

    @Override
    public void publish(List<Callback> applied, List<Finished> finished) {
        List<CacheEntry> remarks = Stream.concat(
                        applied.stream().map(each -> CacheEntry.applied(key(each))),
                        finished.stream().map(each -> CacheEntry.finished(request(each.key()), each)))
                .toList();
        for (int from = 0; from < remarks.size(); from += BATCH) {
            List<CacheEntry> batch = remarks.subList(from, Math.min(remarks.size(), from + BATCH));
            calls.call(() -> Optional.of(write(redis.client(), batch)));
        }
    }

    /**
     * Takes one of an account's turns, which all workers share. Each turn is taken at most once within a second, by the clock
     * of Redis alone, so no second sees more of them. Returns false where none was free at three tries, or Redis is away.
     *
     * @param turns the most in a second
     */
    public boolean turn(String account, int turns) {
        return turns > 0 && IntStream.range(0, TURN_TRIES).anyMatch(_ -> tookTurn(account, turns));
    }

    private boolean tookTurn(String account, int turns) {
        String key =
                prefix + "turn:" + account + ":" + ThreadLocalRandom.current().nextInt(turns);
        SetParams onlyFree = SetParams.setParams().nx().px(TURN.toMillis());
        return calls.call(() -> Optional.ofNullable(redis.client().set(key, "taken", onlyFree)))
                .isPresent();
    }

    /**
     * Asks Redis whether it may drop our keys when its memory is full, and warns once if so. It is called at intervals,
     * since the policy may change while Redis runs.
     */
    public EvictionPolicy.Answer checkEviction() {
        return eviction.judge(calls.call(() ->
                Optional.ofNullable(redis.client().configGet("maxmemory-policy").get("maxmemory-policy"))));
    }

    /** Returns when Redis answers, throws when it does not; also in the moment after it hung. */
    public void ping() throws IOException {
        if (calls.call(() -> Optional.of(redis.client().ping())).isEmpty()) {
            throw new IOException("Redis does not answer");
        }
    }

    @Override
    public void close() {
        calls.close();
        redis.close();
    }

    private int write(UnifiedJedis client, List<CacheEntry> batch) {
        try (AbstractPipeline together = client.pipelined()) {
            List<Response<String>> results = batch.stream()
                    .map(remark -> together.set(
                            remark.key(),
                            seal.seal(remark.key(), remark.value()),
                            SetParams.setParams().ex(remark.seconds())))
                    .toList();
            together.sync();
            results.forEach(Response::get); // throws what Redis refused
            return results.size();
        }
    }

    private boolean counted(boolean hit) {
        metrics.counter("payonce.idempotency", "outcome", hit ? "hit" : "miss").increment();
        return hit;
    }

    private String key(Callback callback) {
        return prefix + callback.account() + ":" + callback.event();
    }

    private String request(String key) {
        return prefix + "request:" + key;
    }
}
