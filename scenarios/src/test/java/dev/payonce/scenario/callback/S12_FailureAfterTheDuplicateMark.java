package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a callback that Redis marks as processing while its processing fails: it is applied all the same.
 */
class S12_FailureAfterTheDuplicateMark {

    @Test
    void theWorkerDiesAfterTheTagQueryAndTheCallbackIsProcessed(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        shop.all().worker().kill();
        try {
            underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
            assertThat(shop.mark(
                            underTest.event(intent, OrderUnderTest.SUCCEEDED).id()))
                    .isEqualTo("processing");
            underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
            underTest.isUntouched();
        } finally {
            shop.all().restartWorker();
        }
        underTest.rests().isPaidOnceBy(intent);
        assertThat(shop.mark(underTest.event(intent, OrderUnderTest.SUCCEEDED).id()))
                .isEqualTo("final");
    }

    @Test
    void theGatewayFailsAfterTheTagQueryAndTheCallbackIsProcessed(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        shop.all().stripe().faults().next(2, new dev.payonce.servers.stripe.chaos.Fault.Failure(500));

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests().isPaidOnceBy(intent);
    }
}
