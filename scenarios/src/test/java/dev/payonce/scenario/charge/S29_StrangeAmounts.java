package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.state.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scenario of strange amounts and currencies without cents or with three decimals: right, or refused with a code.
 */
class S29_StrangeAmounts {

    private final Shop shop;

    S29_StrangeAmounts(Shop shop) {
        this.shop = shop;
    }

    @ParameterizedTest
    @CsvSource({
        "0.00, EUR",
        "-49.90, EUR",
        "NULL, EUR",
        "99999999999999999.00, EUR",
        "0.01, EUR",
        "49.90, ZZZ",
        "1.0005, KWD"
    })
    void anAmountThatCannotBeChargedIsRefusedAndNothingIsTaken(String total, String currency) {
        StoreClient checkout = new StoreClient(shop);
        checkout.underTest().costs(total, currency);

        StoreProgram.Answer result = checkout.pay("strange");

        assertThat(result.status()).as(result.body()).isEqualTo(409);
        assertThat(StoreClient.status(result)).isEqualTo("refused");
        assertThat(result.json().path("code").asText()).as(result.body()).isNotEmpty();
        assertThat(checkout.journal()).isEmpty();
        assertThat(checkout.underTest().row().status()).isEqualTo("wc-pending");
        assertThat(checkout.pay("strange").body()).isEqualTo(result.body());
    }

    @ParameterizedTest
    @CsvSource({"4990, JPY, 4990", "49.900, KWD, 49900", "4990, ISK, 499000", "999999.99, EUR, 99999999"})
    void aCurrencysOwnDecimalsAreTakenAsStripeCountsThem(String total, String currency, long units) {
        StoreClient checkout = new StoreClient(shop);
        checkout.underTest().costs(total, currency);

        checkout.pay("exponent");

        checkout.becomesPaid();
        assertThat(checkout.journal())
                .filteredOn(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .singleElement()
                .satisfies(taken -> {
                    assertThat(taken.amount()).isEqualTo(units);
                    assertThat(taken.currency()).isEqualToIgnoringCase(currency);
                });
    }

    @Test
    void anAmountInTheRequestIsRefusedSinceOnlyTheOrderSaysWhatItCosts() {
        StoreClient checkout = new StoreClient(shop);

        StoreProgram.Answer result = shop.api()
                .ask(
                        "/payments",
                        checkout.key("amount"),
                        "{\"order\":%d,\"paymentMethod\":\"pm_card_visa\",\"amount\":1}"
                                .formatted(checkout.underTest().id()));

        assertThat(result.status()).as(result.body()).isEqualTo(400);
        assertThat(checkout.charges()).isEmpty();
    }
}
