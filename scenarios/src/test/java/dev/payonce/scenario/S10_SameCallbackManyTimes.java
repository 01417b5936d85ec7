package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.stripe.account.Event;
import dev.payonce.sandbox.stripe.webhook.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same callback N times in parallel, and N times over a day: one effect, and every delivery is acknowledged. */
@OnRealServers
class S10_SameCallbackManyTimes {

    @Test
    void eightAtOnceHaveOneEffect(Shop shop) throws InterruptedException {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();

        List<Delivery> results = sale.deliver(List.of(sale.event(intent, OrderUnderTest.SUCCEEDED)), 8, 8);

        assertThat(results).hasSize(8).allMatch(Delivery::acknowledged);
        sale.rests().isPaidOnceBy(intent);
    }

    @Test
    void eightAtOnceThroughTheShopsOwnPluginHaveOneEffect(Shop shop) throws InterruptedException {
        OrderUnderTest sale = shop.sale();
        String intent = sale.payByPlugin();

        List<Delivery> results = sale.deliver(List.of(sale.event(intent, OrderUnderTest.SUCCEEDED)), 8, 8);

        assertThat(results).hasSize(8).allMatch(Delivery::acknowledged);
        sale.rests().isPaidOnceBy(intent);
    }

    @Test
    void threeHundredTimesHaveOneEffectAndOneRun(Shop shop) throws InterruptedException {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();
        Event paid = sale.event(intent, OrderUnderTest.SUCCEEDED);
        sale.deliver(paid);
        String run = shop.runs().latest(sale.rests().workflow()).orElseThrow().id();

        List<Delivery> results = sale.deliver(List.of(paid), 300, 8);

        assertThat(results).hasSize(300).allMatch(Delivery::acknowledged);
        sale.isPaidOnceBy(intent);
        assertThat(shop.runs().latest(sale.workflow()).orElseThrow().id()).isEqualTo(run);
    }
}
