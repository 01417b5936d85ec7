package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import org.junit.jupiter.api.Test;

/** A callback after the workflow closed, or after Temporal forgot it: a new run that changes nothing. */
class S24_CallbackAfterTheRunClosed {

    @Test
    void aLateEventOpensANewRunAndChangesNothing(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = underTest.rests().isPaidOnceBy(intent).books();
        String first = shop.runs().latest(underTest.workflow()).orElseThrow().id();

        underTest.deliver(shop.all().stripe().twin(underTest.event(intent, OrderUnderTest.SUCCEEDED)));

        assertThat(underTest.rests().books()).isEqualTo(paid);
        assertThat(shop.runs().latest(underTest.workflow()).orElseThrow().id()).isNotEqualTo(first);
    }

    @Test
    void afterRetentionAndWithRedisEmptyTheLedgerStillKnows(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = underTest.rests().isPaidOnceBy(intent).books();
        shop.runs().forget(underTest.workflow());
        shop.all().redis().flush();

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        assertThat(underTest.rests().books()).isEqualTo(paid);
    }
}
