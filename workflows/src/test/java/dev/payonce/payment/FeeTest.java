package dev.payonce.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.money.Money;
import org.junit.jupiter.api.Test;

/** The tests of a fee's short text. */
class FeeTest {

    @Test
    void itsTextHoldsFeeNetAndCurrency() {
        Fee fee = new Fee(new Money(75, "EUR"), new Money(4915, "EUR"));

        assertThat(fee.text()).isEqualTo("75 4915 EUR");
        assertThat(Fee.of("75 4915 EUR")).isEqualTo(fee);
    }

    @Test
    void anotherTextIsNone() {
        assertThatThrownBy(() -> Fee.of("75 EUR")).hasMessageContaining("three parts");
    }

    @Test
    void bothAreBookedInOneCurrency() {
        assertThatThrownBy(() -> new Fee(new Money(75, "EUR"), new Money(4915, "USD")))
                .hasMessageContaining("one currency");
    }
}
