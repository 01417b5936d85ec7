package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test of callbacks without our tag: they find their order by proof, or belong to no order. */
class UnmatchedCallbacksIT {

    @Test
    void theIdThatAPluginRecordedOnTheOrderLeadsToIt(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.shopper().pay(underTest.asked(), "EUR", Map.of());
        shop.all().store().addMeta(underTest.id(), "_stripe_intent_id", intent);

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void anotherShopsPaymentIsIgnoredAndTouchesNothing(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest
                .shopper()
                .pay(
                        underTest.asked(),
                        "EUR",
                        Map.of(
                                "order_id", underTest.workflow(),
                                "order_key", underTest.order().key(),
                                "site_url", "https://another.shop.invalid"));

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.awaitSearch(intent, Runs.Run::completed);
        underTest.isUntouched();
        assertThat(shop.runs().latest(underTest.workflow())).isEmpty();
    }

    @Test
    void anOrderNumberAloneProvesNothing(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.shopper().pay(underTest.asked(), "EUR", Map.of("order_id", underTest.workflow()));

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.awaitSearch(intent, Runs.Run::searched);
        underTest.isUntouched();
        assertThat(shop.runs().latest(underTest.workflow())).isEmpty();
    }
}
