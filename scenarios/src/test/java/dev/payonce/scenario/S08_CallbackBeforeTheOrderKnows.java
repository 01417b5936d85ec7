package dev.payonce.scenario;

import dev.payonce.sandbox.server.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The callback comes before the payment's id is recorded on the order: found by what it carries, or a moment later. */
@OnRealServers
class S08_CallbackBeforeTheOrderKnows {

    @Test
    void ourOwnTagLeadsToTheOrderThatKnowsNothingOfThePayment(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        sale.rests().isPaidOnceBy(intent);
    }

    @Test
    void theOrdersOwnKeyInAPluginsMetadataLeadsToIt(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.payByPlugin();

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        sale.rests().isPaidOnceBy(intent);
    }

    @Test
    void aPluginThatRecordsThePaymentAMomentLaterIsWaitedFor(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().pay(sale.asked(), "EUR", Map.of());
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        String waiting =
                "callback-" + sale.event(intent, OrderUnderTest.SUCCEEDED).id();
        Await.until(
                "no order's yet",
                Shop.PATIENCE,
                () -> shop.runs()
                        .latest(waiting)
                        .filter(run -> run.events() > 16)
                        .isPresent());

        shop.all().store().addMeta(sale.id(), "_stripe_intent_id", intent);

        sale.rests().isPaidOnceBy(intent);
    }
}
