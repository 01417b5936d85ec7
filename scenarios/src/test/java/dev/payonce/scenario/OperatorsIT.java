package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tests that no action of an operator in the Temporal UI has a wrong or a second effect. */
@OnRealServers
class OperatorsIT {

    @Test
    void aResetOfAPaidOrdersRunResendsNothing(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = sale.rests().isPaidOnceBy(intent).books();

        shop.runs().reset(sale.workflow());

        assertThat(sale.rests().books()).isEqualTo(paid);
    }

    @Test
    void aTerminatedRunIsTakenUpByTheNextCallback(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().payAnother(sale.asked(), sale.asked() + 500, "EUR", sale.tag());
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        sale.asks("AMOUNT_DIFFERS");

        shop.runs().terminate(sale.workflow());
        sale.deliver(shop.all().stripe().twin(sale.event(intent, OrderUnderTest.SUCCEEDED)));

        sale.asks("AMOUNT_DIFFERS").isUntouched();
        assertThat(sale.ledger()).filteredOn(line -> line.startsWith("review:")).containsExactly("review:1");
    }

    @Test
    void aCancelChangesNothing(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().payAnother(sale.asked(), sale.asked() + 500, "EUR", sale.tag());
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        sale.asks("AMOUNT_DIFFERS");

        shop.runs().cancel(sale.workflow());
        sale.refresh();

        sale.asks("AMOUNT_DIFFERS").isUntouched();
        assertThat(shop.runs().latest(sale.workflow()).orElseThrow().open()).isTrue();
    }
}
