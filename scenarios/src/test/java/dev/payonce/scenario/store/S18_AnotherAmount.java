package dev.payonce.scenario.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The scenario of a capture that differs from the order's total: not paid, and an operator sees both amounts. */
class S18_AnotherAmount {

    @Test
    void anotherAmountIsAskedAboutOnceWithBothValues(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payTooMuch();
        underTest.isUntouched();
        assertThat(underTest.told().json().path("status").asText()).isEqualTo("NEEDS_REVIEW");
        String asked = underTest.order().total().toPlainString();
        String captured = underTest.order().total().add(new BigDecimal("5.00")).toPlainString();
        assertThat(underTest.told().json().path("timeline").toString())
                .contains(asked)
                .contains(captured);
        assertThat(shop.runs().details(underTest.workflow())).contains(asked).contains(captured);

        underTest.deliver(shop.all().stripe().twin(underTest.event(intent, OrderUnderTest.SUCCEEDED)));
        underTest.asks("AMOUNT_DIFFERS");
        assertThat(underTest.ledger())
                .filteredOn(line -> line.startsWith("review:"))
                .containsExactly("review:1");
    }

    @Test
    void anotherCurrencyIsAskedAbout(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.shopper().pay(underTest.asked(), "USD", underTest.tag());

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.asks("AMOUNT_DIFFERS").isUntouched();
    }

    @Test
    void aRefreshPaysTheOrderWhenItIsPutRight(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payTooMuch();

        underTest.costsFiveMore();

        underTest.rests();
        assertThat(underTest.row().isPaid()).isTrue();
        assertThat(underTest.row().transaction()).isEqualTo(underTest.shopper().latestCharge(intent));
    }
}
