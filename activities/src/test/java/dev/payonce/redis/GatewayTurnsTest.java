package dev.payonce.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The tests of the turns at a gateway, which all workers share. */
class GatewayTurnsTest {

    private static final CacheSeal SEAL = CacheSeal.of(List.of("0123456789abcdef".repeat(4)));

    @AutoClose
    private static final RedisServer server = RedisServer.start();

    private static RedisIdempotencyCache worker(String url) {
        return new RedisIdempotencyCache(url, "shop", SEAL, new SimpleMeterRegistry());
    }

    @Test
    void noSecondHasMoreTurnsThanThereAreHoweverManyWorkersTakeThem() {
        try (RedisIdempotencyCache one = worker(server.url());
                RedisIdempotencyCache other = worker(server.url())) {
            one.turn("warm", 1); // The first call of a JVM loads half of Jedis.
            long start = System.nanoTime();
            long taken = IntStream.range(0, 200)
                    .filter(each -> (each % 2 == 0 ? one : other).turn("stripe", 5))
                    .count();
            Duration time = Duration.ofNanos(System.nanoTime() - start);

            assertThat(taken).isBetween(1L, 5 * (time.toSeconds() + 1));
            assertThat(other.turn("another", 1_000))
                    .as("each account has its own")
                    .isTrue();
        }
    }

    @Test
    void withoutRedisOrWithoutTurnsNoneIsTaken() {
        FaultProxy network = FaultProxy.before("127.0.0.1", server.port());
        try (network;
                RedisIdempotencyCache worker = worker("redis://127.0.0.1:" + network.port())) {
            assertThat(worker.turn("stripe", 0)).isFalse();
            network.refuse();

            assertThat(worker.turn("stripe", 1_000)).isFalse();
        }
    }
}
