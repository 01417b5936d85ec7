package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The scenario of a callback that Redis marks as processing while its processing fails: it is applied all the same.
 */
@OnRealServers
class S12_FailureAfterTheDuplicateMark {

    @Test
    void theWorkerDiesAfterTheTagQueryAndTheCallbackIsProcessed(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();
        shop.all().worker().kill();
        try {
            sale.deliver(intent, OrderUnderTest.SUCCEEDED);
            assertThat(shop.mark(sale.event(intent, OrderUnderTest.SUCCEEDED).id()))
                    .isEqualTo("processing");
            sale.deliver(intent, OrderUnderTest.SUCCEEDED);
            sale.isUntouched();
        } finally {
            shop.all().restartWorker();
        }
        sale.rests().isPaidOnceBy(intent);
        assertThat(shop.mark(sale.event(intent, OrderUnderTest.SUCCEEDED).id())).isEqualTo("final");
    }

    @Test
    void theGatewayFailsAfterTheTagQueryAndTheCallbackIsProcessed(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();
        shop.all().stripe().faults().next(2, new dev.payonce.sandbox.stripe.chaos.Fault.Failure(500));

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        sale.rests().isPaidOnceBy(intent);
    }
}
