package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class RedisServerTest {

    @Test
    void refusesToForgetUnderPressureAndForgetsOnAKill() {
        try (RedisServer server = RedisServer.start()) {
            try (RedisClient redis = RedisClient.create(server.url())) {
                assertThat(redis.configGet("maxmemory-policy")).containsValue("noeviction");
                redis.set("a", "1");
                server.flush();
                assertThat(redis.get("a")).isNull();
                redis.set("a", "2");
            }

            server.kill();
            assertThat(server.answers()).isFalse();
            server.restart();

            try (RedisClient redis = RedisClient.create(server.url())) {
                assertThat(redis.get("a")).isNull();
            }
        }
    }

    @Test
    void aServerNamedInTheEnvironmentIsUsedAndNeverStopped() {
        try (RedisServer server = RedisServer.start(Map.of("PAYONCE_REDIS_URL", "redis://cache.example:6380/2"))) {
            assertThat(server.url()).isEqualTo("redis://cache.example:6380/2");
            assertThatThrownBy(server::restart).hasMessageContaining("not ours");
        }
    }
}
