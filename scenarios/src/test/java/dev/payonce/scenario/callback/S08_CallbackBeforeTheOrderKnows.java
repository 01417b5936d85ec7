package dev.payonce.scenario.callback;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Runs;
import dev.payonce.scenario.Shop;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The callback comes before the payment's id is recorded on the order: found by what it carries, or a moment later. */
class S08_CallbackBeforeTheOrderKnows {

    @Test
    void ourOwnTagLeadsToTheOrderThatKnowsNothingOfThePayment(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void theOrdersOwnKeyInAPluginsMetadataLeadsToIt(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payByPlugin();

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void aPluginThatRecordsThePaymentAMomentLaterIsWaitedFor(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.shopper().pay(underTest.asked(), "EUR", Map.of());
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.awaitSearch(intent, Runs.Run::searched);

        shop.all().store().addMeta(underTest.id(), "_stripe_intent_id", intent);

        underTest.rests().isPaidOnceBy(intent);
    }
}
