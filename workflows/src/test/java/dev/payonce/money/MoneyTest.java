package dev.payonce.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({
        "19.99000000, eur, 1999",
        "10.00500000, EUR, 1001",
        "-4.995, USD, -500",
        "1000, JPY, 1000",
        "1.2345, KWD, 1235",
        "0, EUR, 0"
    })
    void roundsMajorUnitsHalfUpAtTheCurrencysOwnDecimals(String major, String currency, long minor) {
        assertThat(Money.ofMajor(new BigDecimal(major), currency))
                .hasValueSatisfying(money -> assertThat(money.minor()).isEqualTo(minor));
    }

    @ParameterizedTest
    @CsvSource({"1, XYZ", "1, E", "99999999999999999999, EUR", "1, XAU"})
    void anAmountThatCannotBeComparedIsNone(String major, String currency) {
        assertThat(Money.ofMajor(new BigDecimal(major), currency)).isEmpty();
    }

    @Test
    void twoCurrenciesAreNeverWithinATolerance() {
        assertThat(new Money(100, "EUR").within(1, new Money(100, "USD"))).isFalse();
        assertThat(new Money(100, "EUR").within(1, new Money(101, "EUR"))).isTrue();
        assertThat(new Money(100, "EUR").within(1, new Money(102, "EUR"))).isFalse();
    }
}
