package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The scenario of a capture that differs from the order's total: not paid, and an operator sees both amounts. */
@OnRealServers
class S18_AnotherAmount {

    @Test
    void anotherAmountIsAskedAboutOnceWithBothValues(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().payAnother(sale.asked(), sale.asked() + 500, "EUR", sale.tag());

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        sale.asks("AMOUNT_DIFFERS").isUntouched();
        assertThat(sale.told().json().path("status").asText()).isEqualTo("NEEDS_REVIEW");
        String asked = sale.order().total().toPlainString();
        String captured = sale.order().total().add(new BigDecimal("5.00")).toPlainString();
        assertThat(sale.told().json().path("timeline").toString())
                .contains(asked)
                .contains(captured);
        assertThat(shop.runs().details(sale.workflow())).contains(asked).contains(captured);

        sale.deliver(shop.all().stripe().twin(sale.event(intent, OrderUnderTest.SUCCEEDED)));
        sale.asks("AMOUNT_DIFFERS");
        assertThat(sale.ledger()).filteredOn(line -> line.startsWith("review:")).containsExactly("review:1");
    }

    @Test
    void anotherCurrencyIsAskedAbout(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().pay(sale.asked(), "USD", sale.tag());

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        sale.asks("AMOUNT_DIFFERS").isUntouched();
    }

    @Test
    void whenTheOrderIsPutRightALookPaysIt(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String intent = sale.shopper().payAnother(sale.asked(), sale.asked() + 500, "EUR", sale.tag());
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        sale.asks("AMOUNT_DIFFERS");

        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_orders SET total_amount = total_amount + 5 WHERE id = ?")
                .param(sale.id())
                .update();
        sale.refresh();

        sale.rests();
        assertThat(sale.row().isPaid()).isTrue();
        assertThat(sale.row().transaction()).isEqualTo(sale.shopper().latestCharge(intent));
    }
}
