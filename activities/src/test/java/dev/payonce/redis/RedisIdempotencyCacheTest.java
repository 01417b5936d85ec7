package dev.payonce.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.gateway.Callback;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.request.IdempotencyCacheContract;
import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** The tests of S21 and of the port's contract, on a real Redis behind a network that breaks on command. */
class RedisIdempotencyCacheTest extends IdempotencyCacheContract {

    /** A call's own budget, and what a busy machine adds to it. */
    private static final Duration SOON = RedisCalls.BUDGET.plusMillis(300);

    private static final CacheSeal SEAL = CacheSeal.of(List.of("0123456789abcdef".repeat(4)));

    @AutoClose
    private static final RedisServer server = RedisServer.start();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private FaultProxy network;
    private RedisIdempotencyCache results;
    private RedisClient direct;

    @BeforeEach
    void connect() {
        server.flush();
        network = FaultProxy.before("127.0.0.1", server.port());
        results = new RedisIdempotencyCache("redis://127.0.0.1:" + network.port(), "shop", SEAL, metrics, nanos::get);
        direct = RedisClient.create(server.url());
        results.known(callback("evt_warm_up", "stripe")); // the first call of a JVM loads half of Jedis
        results.checkEviction();
        later(Duration.ofMinutes(1));
    }

    @AfterEach
    void disconnect() {
        direct.close();
        try (RedisClient fresh = RedisClient.create(server.url())) { // the other one may not have outlived the server
            fresh.configSet("maxmemory-policy", "noeviction");
            fresh.configSet("maxmemory", "64mb");
        }
        results.close();
        network.close();
    }

    @Override
    protected IdempotencyCache results() {
        return results;
    }

    @Override
    protected boolean applied(Callback callback) {
        return results.applied(callback);
    }

    @Override
    protected void takeAway() {
        network.refuse();
    }

    @Test
    void aDurableCallbackIsKnownForTenMinutesUnderAKeyThatNamesStoreAccountAndEvent() {
        results.durable(callback("evt_1", "stripe"));

        assertThat(results.known(callback("evt_1", "stripe"))).isTrue();
        assertThat(results.applied(callback("evt_1", "stripe"))).isFalse();
        assertThat(direct.get("idempotency:payonce:shop:stripe:evt_1")).startsWith("processing.");
        assertThat(direct.ttl("idempotency:payonce:shop:stripe:evt_1")).isBetween(590L, 600L);
    }

    @Test
    void anAppliedCallbackIsKnownForADayAndBeingDurableAgainDoesNotShortenIt() {
        results.durable(callback("evt_1", "stripe"));
        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        results.durable(callback("evt_1", "stripe"));

        assertThat(direct.get("idempotency:payonce:shop:stripe:evt_1")).startsWith("final.");
        assertThat(direct.ttl("idempotency:payonce:shop:stripe:evt_1")).isBetween(86_390L, 86_400L);
    }

    @Test
    void manyCallbacksArePublishedAtOnce() {
        List<Callback> many = IntStream.range(0, 250)
                .mapToObj(i -> callback("evt_" + i, "stripe"))
                .toList();

        results.publish(many, List.of());

        assertThat(many).allMatch(results::known);
    }

    @Test
    void aValueOfAnotherWriterIsAMiss() {
        direct.set("idempotency:payonce:shop:stripe:evt_1", "1");
        direct.lpush("idempotency:payonce:shop:stripe:evt_2", "final");
        direct.set("idempotency:payonce:shop:stripe:evt_3", "error:refused");

        assertThat(results.known(callback("evt_1", "stripe"))).isFalse();
        assertThat(results.known(callback("evt_2", "stripe"))).isFalse();
        assertThat(results.known(callback("evt_3", "stripe"))).isFalse();
        assertThat(errors("refused")).isEqualTo(1);
    }

    @Test
    void hitsAndMissesAreCounted() {
        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        double misses = lookups("miss");

        results.known(callback("evt_1", "stripe"));
        results.known(callback("evt_2", "stripe"));

        assertThat(lookups("hit")).isEqualTo(1);
        assertThat(lookups("miss")).isEqualTo(misses + 1);
    }

    @Test
    void S21_flushedItKnowsNothingAndLearnsAgain() {
        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        server.flush();
        assertThat(results.known(callback("evt_1", "stripe"))).isFalse();

        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        assertThat(results.known(callback("evt_1", "stripe"))).isTrue();
    }

    @Test
    void S21_awayItAnswersAtOnceAndASecondAfterItIsBackItKnowsAgain() {
        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        network.refuse();
        for (int i = 0; i < 20; i++) {
            assertThat(took(() -> results.known(callback("evt_1", "stripe")))).isLessThan(SOON);
        }
        assertThat(errors("away")).isPositive();

        network.pass();
        eventuallyKnown(callback("evt_1", "stripe"));
    }

    @Test
    void S21_hangingItCostsOneCallItsBudgetAndTheNextOnesNothing() {
        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        network.blackhole();

        assertThat(took(() -> results.known(callback("evt_1", "stripe")))).isLessThan(SOON);
        for (int i = 0; i < 100; i++) {
            assertThat(took(() -> results.known(callback("evt_1", "stripe")))).isLessThan(Duration.ofMillis(50));
        }
        assertThat(errors("timeout")).isEqualTo(1);

        network.pass();
        eventuallyKnown(callback("evt_1", "stripe"));
    }

    @Test
    void S21_slowItIsGivenUp() {
        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        network.delay(Duration.ofMillis(400));

        assertThat(took(() -> results.known(callback("evt_1", "stripe")))).isLessThan(SOON);
        assertThat(took(() -> results.publish(List.of(callback("evt_2", "stripe")), List.of())))
                .isLessThan(SOON);
    }

    @Test
    void S21_outOfMemoryItStillReadsAndRefusesNoCaller() {
        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        direct.configSet("maxmemory", "1");

        assertThatCode(() -> results.publish(List.of(callback("evt_2", "stripe")), List.of()))
                .doesNotThrowAnyException();
        assertThatCode(() -> results.durable(callback("evt_3", "stripe"))).doesNotThrowAnyException();

        assertThat(errors("oom")).isEqualTo(2);
        assertThat(results.known(callback("evt_1", "stripe"))).isTrue();
        assertThat(results.known(callback("evt_2", "stripe"))).isFalse();
    }

    @Test
    void S21_killedAndStartedAgainItIsUsedAgain() {
        results.publish(List.of(callback("evt_1", "stripe")), List.of());
        server.kill();
        assertThat(results.known(callback("evt_1", "stripe"))).isFalse();
        server.restart();

        later(Duration.ofSeconds(2));
        results.publish(List.of(callback("evt_2", "stripe")), List.of());
        eventuallyKnown(callback("evt_2", "stripe"));
    }

    @Test
    void aPolicyThatEvictsIsSeenAndShown() {
        assertThat(results.checkEviction()).isEqualTo(EvictionPolicy.Answer.KEEPS);
        assertThat(metrics.get("payonce.redis.evicts").gauge().value()).isZero();

        direct.configSet("maxmemory-policy", "allkeys-lru");
        assertThat(results.checkEviction()).isEqualTo(EvictionPolicy.Answer.EVICTS);
        assertThat(metrics.get("payonce.redis.evicts").gauge().value()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("deprecation")
    void aPolicyThatMayNotBeAskedForIsUnknown() {
        direct.sendCommand(Protocol.Command.ACL, "SETUSER", "guest", "on", ">secret", "~*", "+@all", "-config");
        String url = "redis://guest:secret@127.0.0.1:" + server.port();

        try (RedisIdempotencyCache guest = new RedisIdempotencyCache(url, "shop", SEAL, new SimpleMeterRegistry())) {
            assertThat(guest.checkEviction()).isEqualTo(EvictionPolicy.Answer.UNKNOWN);
            guest.publish(List.of(callback("evt_1", "stripe")), List.of());
            assertThat(guest.known(callback("evt_1", "stripe"))).isTrue();
        } finally {
            direct.sendCommand(Protocol.Command.ACL, "DELUSER", "guest");
        }
    }

    /** The rights that docs/security.md names. */
    @Test
    @SuppressWarnings("deprecation")
    void aUserWithTheLeastRightsIsEnough() {
        String rights = "~idempotency:payonce:* +get +set +ping +config|get";
        direct.sendCommand(Protocol.Command.ACL, ("SETUSER least on >secret resetkeys -@all " + rights).split(" ", -1));
        String url = "redis://least:secret@127.0.0.1:" + server.port();

        try (RedisIdempotencyCache least = new RedisIdempotencyCache(url, "shop", SEAL, new SimpleMeterRegistry())) {
            least.publish(List.of(callback("evt_1", "stripe")), List.of());
            assertThat(least.applied(callback("evt_1", "stripe"))).isTrue();
            assertThat(least.turn("stripe", 5)).isTrue();
            assertThat(least.checkEviction()).isEqualTo(EvictionPolicy.Answer.KEEPS);
            assertThatCode(least::ping).doesNotThrowAnyException();
        } finally {
            direct.sendCommand(Protocol.Command.ACL, "DELUSER", "least");
        }
    }

    @Test
    void anotherStoreKnowsNothingOfIt() {
        results.publish(List.of(callback("evt_1", "stripe")), List.of());

        try (RedisIdempotencyCache other = new RedisIdempotencyCache(server.url(), "", SEAL, metrics)) {
            assertThat(other.known(callback("evt_1", "stripe"))).isFalse();
        }
    }

    @Test
    void aPingSaysWhetherItAnswers() {
        assertThatCode(results::ping).doesNotThrowAnyException();
        network.refuse();
        assertThatThrownBy(results::ping).hasMessage("Redis does not answer");
    }

    /** Waits until the cache knows the callback; a broken connection of the pool may cost a call and a pause first. */
    private void eventuallyKnown(Callback callback) {
        for (int tries = 0; tries < 20 && !results.known(callback); tries++) {
            later(Duration.ofSeconds(2));
        }
        assertThat(results.known(callback)).isTrue();
    }

    private void later(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    private double errors(String kind) {
        return metrics.counter("payonce.redis.errors", "kind", kind).count();
    }

    private double lookups(String outcome) {
        return metrics.counter("payonce.idempotency", "outcome", outcome).count();
    }

    private static Duration took(Runnable call) {
        long begin = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
