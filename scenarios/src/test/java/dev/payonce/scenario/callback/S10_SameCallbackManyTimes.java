package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same callback N times in parallel, and N times over a day: one effect, and every delivery is acknowledged. */
class S10_SameCallbackManyTimes {

    @Test
    void eightAtOnceHaveOneEffect(Shop shop) throws InterruptedException {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();

        List<Delivery> results = underTest.deliver(List.of(underTest.event(intent, OrderUnderTest.SUCCEEDED)), 8, 8);

        assertThat(results).hasSize(8).allMatch(Delivery::acknowledged);
        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void eightAtOnceThroughTheShopsOwnPluginHaveOneEffect(Shop shop) throws InterruptedException {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payByPlugin();

        List<Delivery> results = underTest.deliver(List.of(underTest.event(intent, OrderUnderTest.SUCCEEDED)), 8, 8);

        assertThat(results).hasSize(8).allMatch(Delivery::acknowledged);
        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void threeHundredTimesHaveOneEffectAndOneRun(Shop shop) throws InterruptedException {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        Event paid = underTest.event(intent, OrderUnderTest.SUCCEEDED);
        underTest.deliver(paid);
        String run =
                shop.runs().latest(underTest.rests().workflow()).orElseThrow().id();

        List<Delivery> results = underTest.deliver(List.of(paid), 300, 8);

        assertThat(results).hasSize(300).allMatch(Delivery::acknowledged);
        underTest.isPaidOnceBy(intent);
        assertThat(shop.runs().latest(underTest.workflow()).orElseThrow().id()).isEqualTo(run);
    }
}
