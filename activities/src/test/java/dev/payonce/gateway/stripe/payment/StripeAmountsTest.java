package dev.payonce.gateway.stripe.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeAmountsTest {

    @ParameterizedTest
    @CsvSource({
        "4990, eur, 4990, EUR",
        "500, jpy, 500, JPY",
        "500, isk, 5, ISK",
        "500, ugx, 5, UGX",
        "5, mga, 500, MGA",
        "5120, kwd, 5120, KWD",
        "1000, huf, 1000, HUF",
        "1000, clp, 1000, CLP",
        "-500, isk, -5, ISK",
        "0, eur, 0, EUR"
    })
    void stripesNumberIsIsosButForTheExceptions(long amount, String currency, long minor, String code) {
        assertThat(StripeAmounts.ours(amount, currency)).contains(new Money(minor, code));
        assertThat(StripeAmounts.stripes(new Money(minor, code))).contains(amount);
    }

    @Test
    void anInexactAmountIsNotRounded() {
        assertThat(StripeAmounts.ours(550, "isk")).isEmpty();
        assertThat(StripeAmounts.stripes(new Money(550, "MGA"))).isEmpty();
        assertThat(StripeAmounts.stripes(new Money(5123, "KWD"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "e", "usdc", "xyz", "xxx", "€€€", "e-r"})
    void anUnknownCurrencyIsNoAmount(String currency) {
        assertThat(StripeAmounts.ours(100, currency)).isEmpty();
    }

    @Test
    void numbersThatDoNotFitAreNoAmounts() {
        assertThat(StripeAmounts.ours(Long.MAX_VALUE, "mga")).isEmpty();
        assertThat(StripeAmounts.ours(Long.MIN_VALUE, "mga")).isEmpty();
        assertThat(StripeAmounts.ours(Long.MAX_VALUE, "eur")).isEmpty();
        assertThat(StripeAmounts.ours(Long.MIN_VALUE, "eur")).isEmpty();
        assertThat(StripeAmounts.unsayable(Long.MIN_VALUE).minor()).isEqualTo(-Money.LARGEST_MINOR);
    }

    @Test
    void thereAndBackIsTheSameForEveryCurrencyOfThisJdk() {
        for (Currency currency : Currency.getAvailableCurrencies()) {
            StripeAmounts.stripes(new Money(12_300, currency.getCurrencyCode()))
                    .ifPresent(amount -> assertThat(StripeAmounts.ours(amount, currency.getCurrencyCode()))
                            .contains(new Money(12_300, currency.getCurrencyCode())));
        }
    }

    @Test
    void anAmountThatCannotBeSaidEqualsNoOrdersTotal() {
        assertThat(Money.exponent(StripeAmounts.unsayable(550).currency())).isEmpty();
    }

    @Test
    void anAmountIsAProblemOnlyWhereStripeTakesNoneLikeIt() {
        assertThat(StripeAmounts.problem(new Money(1, "EUR"))).isEmpty();
        assertThat(StripeAmounts.problem(new Money(5120, "KWD"))).isEmpty();
        assertThat(StripeAmounts.problem(new Money(999_999_999_999L, "IDR"))).isEmpty();
        assertThat(StripeAmounts.problem(new Money(1_000_000_000_000L, "IDR"))).contains("amount-too-large");
        assertThat(StripeAmounts.problem(new Money(10_000_000_000L, "UGX"))).contains("amount-too-large");
    }
}
