package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** An old failed, pending or requires-action callback after success is ignored: the order stays paid. */
@OnRealServers
class S11_OldCallbackAfterSuccess {

    @Test
    void anOldDeclineChangesNothing(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().declineThenSucceed(sale.asked(), "EUR", sale.tag());
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = sale.rests().isPaidOnceBy(intent).books();

        sale.deliver(intent, "payment_intent.payment_failed");

        assertThat(sale.rests().books()).isEqualTo(paid);
    }

    @Test
    void anOldRequiredActionChangesNothing(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().open(sale.asked(), "EUR", sale.tag());
        sale.shopper().confirm(intent, TestCard.AUTHENTICATION);
        sale.shopper().authenticate(intent, true);
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = sale.rests().isPaidOnceBy(intent).books();

        sale.deliver(intent, "payment_intent.requires_action");

        assertThat(sale.rests().books()).isEqualTo(paid);
    }

    @Test
    void anOldProcessingChangesNothing(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().open(sale.asked(), "EUR", sale.tag());
        sale.shopper().confirm(intent, TestCard.SEPA_DEBIT);
        sale.shopper().clear(intent, true);
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = sale.rests().isPaidOnceBy(intent).books();

        sale.deliver(intent, "payment_intent.processing");

        assertThat(sale.rests().books()).isEqualTo(paid);
    }
}
