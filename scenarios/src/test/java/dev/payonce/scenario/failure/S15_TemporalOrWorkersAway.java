package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.Delivery;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a callback while Temporal or every worker is away: 503, or durable; never a 2xx for what may be lost.
 */
class S15_TemporalOrWorkersAway {

    /** Every callback is answered within this, whatever is away. */
    private static final Duration RESULT = Duration.ofSeconds(5);

    private final Shop shop;

    S15_TemporalOrWorkersAway(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().wires().temporal().pass();
        shop.all().wires().mysql().pass();
        shop.all().wires().redis().pass();
    }

    @Test
    void temporalRefusesConnections() {
        shop.all().wires().temporal().refuse();
        answers503ThenPaysWithoutARestart();
    }

    @Test
    void temporalTakesConnectionsAndNeverResults() {
        shop.all().wires().temporal().blackhole();
        answers503ThenPaysWithoutARestart();
    }

    private void answers503ThenPaysWithoutARestart() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        Event event = underTest.event(intent, OrderUnderTest.SUCCEEDED);

        Delivery refused = underTest.tryToDeliver(event);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.latency()).isLessThan(RESULT);
        shop.all().wires().temporal().pass();
        Await.until(
                "Temporal is reached again",
                Shop.PATIENCE,
                () -> underTest.tryToDeliver(event).acknowledged());
        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void everyWorkerIsAwayAndTheCallbackIsDurable() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        shop.all().worker().kill();
        try {
            underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
            underTest.isUntouched();
        } finally {
            shop.all().restartWorker();
        }
        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void theDatabaseHangsAndTheCallbackIsDurable() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        shop.all().wires().mysql().blackhole();

        Delivery kept = underTest.tryToDeliver(underTest.event(intent, OrderUnderTest.SUCCEEDED));

        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.latency()).isLessThan(RESULT);
        shop.all().wires().mysql().pass();
        underTest.rests().isPaidOnceBy(intent);
    }
}
