package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/**
 * The scenario of an authorization of the order's total, of which the merchant captures less in the gateway's
 * dashboard.
 */
class S18_AnotherAmountCaptured {

    @Test
    void theOrderIsNotPaidAndAnOperatorSeesBothValues(Shop shop) {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        StoreProgram.Answer authorized = checkout.authorize("part");
        assertThat(StoreClient.status(authorized)).as(authorized.body()).isEqualTo("authorized");
        String intent = checkout.journal().getFirst().intent();

        underTest.shopper().capture(intent, underTest.asked() - 100);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.asks("AMOUNT_DIFFERS");
        assertThat(underTest.row().isPaid()).isFalse();
        String asked = underTest.order().total().toPlainString();
        String captured = underTest.order().total().subtract(BigDecimal.ONE).toPlainString();
        assertThat(shop.runs().details(underTest.workflow())).contains(asked).contains(captured);
        assertThat(StoreClient.status(checkout.pay("again"))).isEqualTo("refused");
        assertThat(checkout.charges())
                .as("nothing is charged while money is in question")
                .hasSize(1);
    }
}
