package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.stripe.webhook.Delivery;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The scenarios of a Redis that is flushed, away, hanging or out of memory: no double effect, and no callback waits.
 */
class S21_RedisLostOrAway {

    private static final Duration RESULT = Duration.ofSeconds(5);

    private final Shop shop;

    S21_RedisLostOrAway(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().wires().redis().pass();
        shop.redis().configSet("maxmemory", "0");
    }

    @Test
    void afterAFlushADuplicateIsReadAgainAndChangesNothing() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = underTest.rests().isPaidOnceBy(intent).books();

        shop.all().redis().flush();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        assertThat(underTest.rests().books()).isEqualTo(paid);
    }

    @Test
    void redisRefusesConnections() {
        shop.all().wires().redis().refuse();
        paysInTime();
    }

    @Test
    void redisTakesConnectionsAndNeverResults() {
        shop.all().wires().redis().blackhole();
        paysInTime();
    }

    @Test
    void redisIsOutOfMemory() {
        shop.redis().configSet("maxmemory", "1");
        paysInTime();
    }

    private void paysInTime() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();

        Delivery first = underTest.tryToDeliver(underTest.event(intent, OrderUnderTest.SUCCEEDED));
        Delivery second = underTest.tryToDeliver(underTest.event(intent, OrderUnderTest.SUCCEEDED));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(first.latency()).isLessThan(RESULT);
        underTest.rests().isPaidOnceBy(intent);
    }
}
