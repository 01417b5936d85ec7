package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.server.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test of callbacks without our tag: they find their order by proof, or belong to no order. */
@OnRealServers
class UnmatchedCallbacksIT {

    @Test
    void theIdThatAPluginRecordedOnTheOrderLeadsToIt(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().pay(sale.asked(), "EUR", Map.of());
        shop.all().store().addMeta(sale.id(), "_stripe_intent_id", intent);

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        sale.rests().isPaidOnceBy(intent);
    }

    @Test
    void anotherShopsPaymentIsIgnoredAndTouchesNothing(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper()
                .pay(
                        sale.asked(),
                        "EUR",
                        Map.of(
                                "order_id", sale.workflow(),
                                "order_key", sale.order().key(),
                                "site_url", "https://another.shop.invalid"));

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        String workflow =
                "callback-" + sale.event(intent, OrderUnderTest.SUCCEEDED).id();
        Await.until(
                "it is ignored",
                Shop.PATIENCE,
                () -> shop.runs().latest(workflow).filter(Runs.Run::completed).isPresent());
        sale.isUntouched();
        assertThat(shop.runs().latest(sale.workflow())).isEmpty();
    }

    @Test
    void anOrderNumberAloneProvesNothing(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().pay(sale.asked(), "EUR", Map.of("order_id", sale.workflow()));

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        String workflow =
                "callback-" + sale.event(intent, OrderUnderTest.SUCCEEDED).id();
        Await.until(
                "it was looked for",
                Shop.PATIENCE,
                () -> shop.runs()
                        .latest(workflow)
                        .filter(run -> run.events() > 16)
                        .isPresent());
        sale.isUntouched();
        assertThat(shop.runs().latest(sale.workflow())).isEmpty();
    }
}
