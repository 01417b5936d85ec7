package dev.payonce.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RedisAddressTest {

    @Test
    void oneServerHasUserPasswordAndDatabase() {
        RedisAddress address = RedisAddress.parse("rediss://payonce:p%40ss:word@cache.example:6380/3")
                .orElseThrow();

        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.SINGLE);
        assertThat(address.tls()).isTrue();
        assertThat(address.hosts()).containsExactly(new HostAndPort("cache.example", 6380));
        assertThat(address.user()).hasValue("payonce");
        assertThat(address.password()).hasValue("p@ss:word");
        assertThat(address.database()).isEqualTo(3);
        assertThat(address).asString().doesNotContain("word");
    }

    @Test
    void sentinelsNameTheMaster() {
        RedisAddress address = RedisAddress.parse("redis-sentinel://:hidden@a.internal:26379,[fd00::1]:26379/main/2")
                .orElseThrow();

        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.SENTINEL);
        assertThat(address.tls()).isFalse();
        assertThat(address.hosts())
                .isEqualTo(List.of(new HostAndPort("a.internal", 26379), new HostAndPort("fd00::1", 26379)));
        assertThat(address.user()).isEmpty();
        assertThat(address.password()).hasValue("hidden");
        assertThat(address.master()).isEqualTo("main");
        assertThat(address.database()).isEqualTo(2);
    }

    @Test
    void aClusterHasNodes() {
        RedisAddress address = RedisAddress.parse("rediss-cluster://user:hidden@a:7000,b:7001,c:7002")
                .orElseThrow();

        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.CLUSTER);
        assertThat(address.tls()).isTrue();
        assertThat(address.hosts()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://127.0.0.1:6379",
                "redis://cache",
                "redis://cache:0",
                "redis://cache:65536",
                "redis://cache:6379,other:6379",
                "redis://cache:6379/x",
                "redis-sentinel://a:26379",
                "redis-sentinel://a:26379,/main",
                "redis-sentinel://a:26379/ma in",
                "redis-cluster://a:7000/1",
                "redis-other://a:7000"
            })
    void anotherFormIsRefused(String text) {
        assertThat(RedisAddress.parse(text)).isEmpty();
    }
}
