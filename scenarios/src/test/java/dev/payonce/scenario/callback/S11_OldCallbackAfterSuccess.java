package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** An old failed, pending or requires-action callback after success is ignored: the order stays paid. */
class S11_OldCallbackAfterSuccess {

    @Test
    void anOldDeclineChangesNothing(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.shopper().declineThenSucceed(underTest.asked(), "EUR", underTest.tag());
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = underTest.rests().isPaidOnceBy(intent).books();

        underTest.deliver(intent, "payment_intent.payment_failed");

        assertThat(underTest.rests().books()).isEqualTo(paid);
    }

    @Test
    void anOldRequiredActionChangesNothing(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.shopper().open(underTest.asked(), "EUR", underTest.tag());
        underTest.shopper().confirm(intent, TestCard.AUTHENTICATION);
        underTest.shopper().authenticate(intent, true);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = underTest.rests().isPaidOnceBy(intent).books();

        underTest.deliver(intent, "payment_intent.requires_action");

        assertThat(underTest.rests().books()).isEqualTo(paid);
    }

    @Test
    void anOldProcessingChangesNothing(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.shopper().open(underTest.asked(), "EUR", underTest.tag());
        underTest.shopper().confirm(intent, TestCard.SEPA_DEBIT);
        underTest.shopper().clear(intent, true);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = underTest.rests().isPaidOnceBy(intent).books();

        underTest.deliver(intent, "payment_intent.processing");

        assertThat(underTest.rests().books()).isEqualTo(paid);
    }
}
