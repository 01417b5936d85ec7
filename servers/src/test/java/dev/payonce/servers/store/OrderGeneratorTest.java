package dev.payonce.servers.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderGeneratorTest {

    private static final List<StoreOrder> ORDERS = OrderGenerator.orders(42, 1001, 400);

    @Test
    void theSameSeedMakesTheSameOrdersHoweverManyAreMade() {
        assertThat(OrderGenerator.orders(42, 1001, 400)).isEqualTo(ORDERS);
        assertThat(OrderGenerator.orders(42, 1101, 5)).isEqualTo(ORDERS.subList(100, 105));
        assertThat(OrderGenerator.orders(43, 1001, 400)).isNotEqualTo(ORDERS);
    }

    @Test
    void everyOrderHasAKeyOfItsOwnInWooCommercesShape() {
        assertThat(ORDERS).allSatisfy(order -> assertThat(order.key()).matches("wc_order_[A-Za-z0-9]{13}"));
        assertThat(ORDERS).extracting(StoreOrder::key).doesNotHaveDuplicates();
    }

    @Test
    void totalsArePayableInCurrenciesOfEachNumberOfDecimals() {
        assertThat(ORDERS).allSatisfy(order -> {
            assertThat(order.total()).isPositive();
            assertThat(order.total().scale())
                    .isEqualTo(Currency.getInstance(order.currency()).getDefaultFractionDigits());
        });
        assertThat(ORDERS.stream().map(StoreOrder::currency).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("EUR", "USD", "JPY", "KWD");
        assertThat(ORDERS)
                .filteredOn(order -> order.currency().equals("KWD"))
                .allSatisfy(order -> assertThat(order.total().remainder(new BigDecimal("0.010")))
                        .isZero());
    }

    @Test
    void noShopperIsARealPerson() {
        assertThat(ORDERS)
                .allSatisfy(order -> assertThat(order.shopper().email()).endsWith("@example.invalid"));
    }
}
