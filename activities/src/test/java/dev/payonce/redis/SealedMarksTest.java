package dev.payonce.redis;

import static dev.payonce.request.IdempotencyCacheContract.callback;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** The test that only marks which this installation sealed are believed (case J35). */
class SealedMarksTest {

    private static final String SECRET = "0123456789abcdef".repeat(4);
    private static final String FORMER = "fedcba9876543210".repeat(4);

    @AutoClose
    private static final RedisServer server = RedisServer.start();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private RedisIdempotencyCache results;
    private RedisClient direct;

    @BeforeEach
    void connect() {
        server.flush();
        results = new RedisIdempotencyCache(server.url(), "shop", CacheSeal.of(List.of(SECRET)), metrics);
        direct = RedisClient.create(server.url());
    }

    @AfterEach
    void disconnect() {
        direct.close();
        results.close();
    }

    @Test
    void J35_aForgedDuplicateMarkIsAMissAndCounted() {
        direct.set("idempotency:payonce:shop:stripe:evt_1", "final");
        direct.set("idempotency:payonce:shop:stripe:evt_2", "processing." + "0".repeat(64));

        assertThat(results.known(callback("evt_1", "stripe"))).isFalse();
        assertThat(results.applied(callback("evt_1", "stripe"))).isFalse();
        assertThat(results.known(callback("evt_2", "stripe"))).isFalse();
        assertThat(forged()).isEqualTo(3);
    }

    @Test
    void J35_aMarkCopiedFromAnotherCallbackOrRaisedToAppliedIsAMiss() {
        results.durable(callback("evt_1", "stripe"));
        String genuine = direct.get("idempotency:payonce:shop:stripe:evt_1");
        direct.set("idempotency:payonce:shop:stripe:evt_2", genuine);
        direct.set("idempotency:payonce:shop:stripe:evt_3", genuine.replace("processing", "final"));

        assertThat(results.known(callback("evt_1", "stripe"))).isTrue();
        assertThat(results.known(callback("evt_2", "stripe"))).isFalse();
        assertThat(results.applied(callback("evt_3", "stripe"))).isFalse();
        assertThat(forged()).isEqualTo(2);
    }

    @Test
    void J35_aMarkThatTheFormerSecretSealedIsAHitDuringARotation() {
        try (RedisIdempotencyCache before =
                        new RedisIdempotencyCache(server.url(), "shop", CacheSeal.of(List.of(FORMER)), metrics);
                RedisIdempotencyCache during = new RedisIdempotencyCache(
                        server.url(), "shop", CacheSeal.of(List.of(SECRET, FORMER)), metrics)) {
            before.publish(List.of(callback("evt_1", "stripe")), List.of());
            during.publish(List.of(callback("evt_2", "stripe")), List.of());

            assertThat(during.applied(callback("evt_1", "stripe"))).isTrue();
            assertThat(results.applied(callback("evt_2", "stripe")))
                    .as("the first secret signs")
                    .isTrue();
        }
    }

    @Test
    void J35_aMarkSealedByAnotherSecretIsAMissUntilItIsAppliedAgain() {
        CacheSeal old = CacheSeal.of(List.of(FORMER));
        try (RedisIdempotencyCache before = new RedisIdempotencyCache(server.url(), "shop", old, metrics)) {
            before.publish(List.of(callback("evt_1", "stripe")), List.of());
        }
        assertThat(results.known(callback("evt_1", "stripe"))).isFalse();

        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        assertThat(results.known(callback("evt_1", "stripe"))).isTrue();
    }

    private double forged() {
        return metrics.counter("payonce.cache.forged").count();
    }
}
