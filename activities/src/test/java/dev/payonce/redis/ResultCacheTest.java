package dev.payonce.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.request.IdempotencyCache.Finished;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/** The tests of I6 in a real Redis: a final result is served again, and any other value is a miss. */
class ResultCacheTest {

    private static final String KEY = "idempotency:payonce:shop:request:a key";
    private static final PaymentResult PAID =
            PaymentResult.of(State.PAID, PaymentResult.Reference.payment("stripe", "pi_1", new Money(4990, "EUR"), 3));
    private static final Finished FINISHED = new Finished("a key", "f1", PAID);

    private static final CacheSeal SEAL = CacheSeal.of(List.of("0123456789abcdef".repeat(4)));

    @AutoClose
    private static final RedisServer server = RedisServer.start();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private FaultProxy network;
    private RedisIdempotencyCache results;
    private RedisClient direct;

    @BeforeEach
    void connect() {
        server.flush();
        network = FaultProxy.before("127.0.0.1", server.port());
        results = new RedisIdempotencyCache("redis://127.0.0.1:" + network.port(), "shop", SEAL, metrics);
        direct = RedisClient.create(server.url());
        results.finished("warm up");
    }

    @AfterEach
    void disconnect() {
        direct.close();
        results.close();
        network.close();
    }

    @Test
    void aPublishedResultIsReadBackAsItWas() {
        results.publish(List.of(), List.of(FINISHED));

        assertThat(results.finished("a key")).contains(FINISHED);
        assertThat(results.finished("another key")).isEmpty();
        assertThat(direct.ttl(KEY)).isBetween(86_390L, 86_400L);
    }

    @Test
    void aRefusalIsKeptForAnHour() {
        Finished refused = new Finished("a key", "f1", PaymentResult.refused("order_not_payable"));
        results.publish(List.of(), List.of(refused));

        assertThat(results.finished("a key")).contains(refused);
        assertThat(direct.ttl(KEY)).isBetween(3_590L, 3_600L);
    }

    @Test
    void everyFinalStateIsRead() {
        for (State state : State.values()) {
            Finished finished = new Finished("a key", "f1", PaymentResult.of(state, PaymentResult.Reference.NONE));
            results.remember(finished);
            assertThat(results.finished("a key")).as(state.name()).contains(finished);
        }
    }

    @Test
    void aResultThatIsNotFinalIsAMiss() {
        for (PaymentResult.Why why : PaymentResult.Why.values()) {
            results.remember(new Finished("a key", "f1", PaymentResult.notYet(why)));
            assertThat(results.finished("a key")).as(why.name()).isEmpty();
        }
    }

    @Test
    void manyArePublishedAtOnce() {
        List<Finished> many = IntStream.range(0, 250)
                .mapToObj(each -> new Finished("k-" + each, "f" + each, PAID))
                .toList();

        results.publish(List.of(), many);

        assertThat(many).allMatch(each -> results.finished(each.key()).equals(java.util.Optional.of(each)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "final",
                "processing",
                "processing:{}",
                "final:",
                "final:null",
                "final:{}",
                "final:[]",
                "final:no json",
                "final:{\"fingerprint\":\"f1\",\"result\":{}}",
                "final:{\"fingerprint\":\"f1\",\"result\":{\"result\":\"final\",\"state\":\"PAID\"}}",
                "final:{\"fingerprint\":\"f1\",\"result\":{\"result\":\"final\",\"state\":\"SOLD\"}}",
                "final:{\"fingerprint\":\"f1\",\"result\":{\"result\":\"sold\"}}"
            })
    void aForeignValueIsAMiss(String value) {
        direct.set(KEY, value);
        assertThat(results.finished("a key")).isEmpty();
        direct.set(KEY, SEAL.seal(KEY, value));
        assertThat(results.finished("a key")).isEmpty();
    }

    @Test
    void J35_aForgedFinalAnswerIsAMissAndCounted() {
        results.remember(FINISHED);
        String genuine = direct.get(KEY);

        for (String forged : List.of(
                genuine.substring(0, genuine.length() - 65),
                genuine.replace("4990", "1"),
                CacheSeal.of(List.of("fedcba9876543210".repeat(4)))
                        .seal(KEY, genuine.substring(0, genuine.length() - 65)))) {
            direct.set(KEY, forged);
            assertThat(results.finished("a key")).as(forged).isEmpty();
        }
        assertThat(metrics.counter("payonce.cache.forged").count()).isEqualTo(3);
    }

    @Test
    void J35_anAnswerCopiedFromAnotherKeyIsAMiss() {
        results.remember(FINISHED);
        direct.set("idempotency:payonce:shop:request:another key", direct.get(KEY));

        assertThat(results.finished("a key")).contains(FINISHED);
        assertThat(results.finished("another key")).isEmpty();
    }

    @Test
    void aKeyOfAnotherTypeIsAMiss() {
        direct.lpush(KEY, "final");
        assertThat(results.finished("a key")).isEmpty();
    }

    @Test
    void S21_awayItIsAMissAndNoError() {
        results.publish(List.of(), List.of(FINISHED));
        network.refuse();

        assertThat(results.finished("a key")).isEmpty();
        results.remember(FINISHED);
    }
}
