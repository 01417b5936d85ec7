package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.scenario.LateStore;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.Forger;
import dev.payonce.servers.stripe.webhook.Forgery;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scenario of clocks that are ten minutes apart or jump back by an hour: nothing is ordered by them, and no
 * signature is valid for ever.
 */
class S26_ClocksDisagree {

    private final Shop shop;

    S26_ClocksDisagree(Shop shop) {
        this.shop = shop;
    }

    /** The next worker's clock is that far behind, so that to it all that is on record lies in the future. */
    @ParameterizedTest
    @ValueSource(ints = {10, 60})
    void aChargeWhoseWorkerDiedIsFinishedByOneWhoseClockIsBehind(int minutes) throws Exception {
        try (LateStore store = new LateStore(shop, "behind" + minutes)) {
            var _ = store.payAndDie("k1", Duration.ofMinutes(minutes));
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                store.isPaidOnce();
            }
            assertThat(store.money().captured()).isEqualTo(1);
        }
    }

    @Test
    void aSignatureOfTenMinutesAgoIsRefusedAndTheSameEventSignedAgainIsTaken() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        Event event = underTest.event(intent, OrderUnderTest.SUCCEEDED);
        Forger clock = shop.all().stripe().webhooks().forger();
        Forgery behind = clock.stale(event);

        assertThat(shop.api().post("stripe", behind).status()).isEqualTo(401);
        underTest.isUntouched();

        underTest.deliver(event);
        underTest.rests().isPaidOnceBy(intent);
    }
}
