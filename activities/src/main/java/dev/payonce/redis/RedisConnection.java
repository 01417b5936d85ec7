package dev.payonce.redis;

import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.builders.AbstractClientBuilder;

/**
 * The connection to the servers behind an address. Sentinels and nodes are asked for the topology on a thread of its own: a
 * caller that gives up does not break it off, and the next call finds it ready.
 */
final class RedisConnection implements AutoCloseable {

    /** Connections at most to each server; there may be many more callers. */
    private static final int CONNECTIONS = 16;

    /** For a free connection, to connect, and between two bytes of an answer. */
    private static final Duration EACH = RedisCalls.BUDGET;

    private final RedisAddress address;
    private @Nullable FutureTask<UnifiedJedis> connecting;
    private boolean closed;

    RedisConnection(RedisAddress address) {
        this.address = address;
    }

    /** Begins to connect, so that the first call need not wait; Redis may be away now. */
    RedisConnection begin() {
        var _ = connecting();
        return this;
    }

    /** Returns the client, and waits for it; fails where no server could be asked. The next call tries again. */
    UnifiedJedis client() throws InterruptedException, ExecutionException {
        return connecting().get();
    }

    private synchronized FutureTask<UnifiedJedis> connecting() {
        FutureTask<UnifiedJedis> task = connecting;
        if (task == null || task.state() == FutureTask.State.FAILED) {
            if (closed) {
                throw new IllegalStateException("The connection to Redis is closed");
            }
            task = new FutureTask<>(() -> connect(address));
            connecting = task;
            Thread.ofPlatform().daemon().name("redis-connect").start(task);
        }
        return task;
    }

    @Override
    public synchronized void close() {
        closed = true;
        FutureTask<UnifiedJedis> task = connecting;
        if (task != null && task.state() == FutureTask.State.SUCCESS) {
            task.resultNow().close();
        }
    }

    private static UnifiedJedis connect(RedisAddress address) {
        return switch (address.kind()) {
            case SINGLE ->
                pooled(RedisClient.builder().hostAndPort(address.hosts().getFirst()), address)
                        .build();
            case SENTINEL ->
                pooled(
                                RedisSentinelClient.builder()
                                        .masterName(address.master())
                                        .sentinels(new HashSet<>(address.hosts()))
                                        .sentinelClientConfig(encrypted(address).build()),
                                address)
                        .build();
            case CLUSTER ->
                pooled(RedisClusterClient.builder().nodes(new HashSet<>(address.hosts())), address)
                        .build();
        };
    }

    private static <B extends AbstractClientBuilder<B, ?>> B pooled(B builder, RedisAddress address) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(EACH);
        return builder.clientConfig(login(address)).poolConfig(pool);
    }

    private static JedisClientConfig login(RedisAddress address) {
        DefaultJedisClientConfig.Builder client = encrypted(address).database(address.database());
        address.user().ifPresent(client::user);
        address.password().ifPresent(client::password);
        return client.build();
    }

    private static DefaultJedisClientConfig.Builder encrypted(RedisAddress address) {
        DefaultJedisClientConfig.Builder client = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(Math.toIntExact(EACH.toMillis()))
                .socketTimeoutMillis(Math.toIntExact(EACH.toMillis()))
                .clientName("payonce");
        return address.tls() ? client.sslOptions(SslOptions.defaults()) : client;
    }
}
