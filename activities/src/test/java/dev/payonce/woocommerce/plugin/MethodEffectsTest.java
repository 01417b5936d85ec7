package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Fee;
import dev.payonce.payment.SavedMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test of the effects of what a payment leaves behind. */
class MethodEffectsTest {

    private static final SavedMethod CARD = new SavedMethod("pm_1", "card", "cus_1", "", "visa", "4242", 5, 2031);

    @Test
    void aMethodThatAPaymentLeftBehindIsATokenOnce() {
        Fact saved = new Fact.MethodSaved("stripe", "pi_1", CARD);

        List<Effect> effects = EffectMapperTest.effects(
                EffectMapperTest.order(Status.PENDING, EffectMapperTest.TOTAL), Ledger.EMPTY, saved, saved);

        assertThat(effects).hasSize(1);
        assertThat(effects.getFirst().entry()).isEqualTo("method:pm_1");
        assertThat(effects.getFirst().kind()).isEqualTo("token");
        assertThat(effects.getFirst().body())
                .isEqualTo(Map.of(
                        "token",
                        "pm_1",
                        "type",
                        "card",
                        "customer",
                        "cus_1",
                        "mandate",
                        "",
                        "brand",
                        "visa",
                        "last4",
                        "4242",
                        "month",
                        5,
                        "year",
                        2031,
                        "payment",
                        "pi_1"));
    }

    @Test
    void aBookedPaymentIsAFeeWithTheNamesOfTheGatewaysPlugin() {
        List<Effect> effects = EffectMapperTest.effects(
                EffectMapperTest.order(Status.PROCESSING, EffectMapperTest.TOTAL),
                Ledger.EMPTY.with(
                        EffectMapperTest.paid(Status.PENDING, EffectMapperTest.TOTAL), EffectMapperTest.NOW, ""),
                fee("pi_1", 75));

        assertThat(effects).hasSize(1);
        assertThat(effects.getFirst().entry()).isEqualTo("fee:pi_1");
        assertThat(effects.getFirst().kind()).isEqualTo("fee");
        assertThat(effects.getFirst().body())
                .containsEntry("fee", Map.of("minor", 75L, "currency", "EUR"))
                .containsEntry(
                        "meta", Map.of("_stripe_fee", "0.75", "_stripe_net", "49.15", "_stripe_currency", "EUR"));
    }

    @Test
    void aFeeThatIsBookedAgainIsAnotherEffectAndTheSameOneIsNone() {
        Ledger before = Ledger.EMPTY.with(fee("pi_1", 75), EffectMapperTest.NOW, "");

        assertThat(EffectMapperTest.effects(
                        EffectMapperTest.order(Status.PENDING, EffectMapperTest.TOTAL), before, fee("pi_1", 75)))
                .isEmpty();
        assertThat(EffectMapperTest.effects(
                        EffectMapperTest.order(Status.PENDING, EffectMapperTest.TOTAL), before, fee("pi_1", 80)))
                .map(Effect::entry)
                .containsExactly("fee:pi_1#2");
    }

    @Test
    void theFeeOfADuplicatePaymentIsNoneOfTheOrders() {
        Ledger before = Ledger.EMPTY.with(
                EffectMapperTest.paid(Status.PENDING, EffectMapperTest.TOTAL), EffectMapperTest.NOW, "");

        assertThat(EffectMapperTest.effects(
                        EffectMapperTest.order(Status.PROCESSING, EffectMapperTest.TOTAL), before, fee("pi_2", 75)))
                .isEmpty();
    }

    private static Fact fee(String payment, long minor) {
        return new Fact.FeeObserved(
                "stripe", payment, new Fee(new Money(minor, "EUR"), new Money(4990 - minor, "EUR")));
    }
}
