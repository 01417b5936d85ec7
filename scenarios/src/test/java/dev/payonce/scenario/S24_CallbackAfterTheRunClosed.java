package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A callback after the workflow closed, or after Temporal forgot it: a new run that changes nothing. */
@OnRealServers
class S24_CallbackAfterTheRunClosed {

    @Test
    void aLateEventOpensANewRunAndChangesNothing(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = sale.rests().isPaidOnceBy(intent).books();
        String first = shop.runs().latest(sale.workflow()).orElseThrow().id();

        sale.deliver(shop.all().stripe().twin(sale.event(intent, OrderUnderTest.SUCCEEDED)));

        assertThat(sale.rests().books()).isEqualTo(paid);
        assertThat(shop.runs().latest(sale.workflow()).orElseThrow().id()).isNotEqualTo(first);
    }

    @Test
    void afterRetentionAndWithRedisEmptyTheLedgerStillKnows(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = sale.rests().isPaidOnceBy(intent).books();
        shop.runs().forget(sale.workflow());
        shop.all().redis().flush();

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        assertThat(sale.rests().books()).isEqualTo(paid);
    }
}
