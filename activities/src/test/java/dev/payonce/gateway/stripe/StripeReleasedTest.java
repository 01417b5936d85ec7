package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test that a released authorization, which Stripe lists as a refund, is none. */
class StripeReleasedTest {

    private static final String RELEASED =
            "{\"id\":\"re_rest\",\"object\":\"refund\",\"amount\":2990,\"currency\":\"eur\",\"status\":\"succeeded\","
                    + "\"created\":100,\"balance_transaction\":null}";
    private static final String REFUNDED =
            "{\"id\":\"re_back\",\"object\":\"refund\",\"amount\":%d,\"currency\":\"eur\",\"status\":\"succeeded\","
                    + "\"created\":200,\"balance_transaction\":\"txn_1\"}";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeReleasedTest() throws IOException {}

    @Test
    void moneyThatWasNeverTakenDoesNotGoBack() {
        Payment payment = payment("succeeded", 4990, 2000, RELEASED);

        assertThat(payment.reversals()).isEmpty();
        assertThat(payment.net()).isEqualTo(new Money(2000, "EUR"));
        assertThat(payment.refunded()).isFalse();
    }

    @Test
    void aRefundBesideItCountsAlsoWhenItIsAsLarge() {
        Payment payment = payment("succeeded", 5980, 2990, REFUNDED.formatted(2990) + "," + RELEASED);

        assertThat(payment.reversals()).extracting(Reversal::id).containsExactly("re_back");
        assertThat(payment.refunded()).isTrue();
    }

    @Test
    void aRefundAsLargeAsTheRestCountsWhenStripeShowsNoRelease() {
        assertThat(payment("succeeded", 5980, 2990, REFUNDED.formatted(2990)).refunded())
                .isTrue();
    }

    @Test
    void anAuthorizationThatWasGivenUpHasReturnedNothing() {
        assertThat(payment("canceled", 2990, 0, RELEASED).reversals()).isEmpty();
    }

    @Test
    void whileMoreMayBeCapturedNothingIsLetGo() {
        Payment payment = payment("requires_capture", 4990, 2000, REFUNDED.formatted(500));

        assertThat(payment.captured()).isEqualTo(new Money(2000, "EUR"));
        assertThat(payment.reversals()).hasSize(1);
    }

    private Payment payment(String status, long amount, long captured, String refunds) {
        stripe.says(
                "/v1/payment_intents/pi_1",
                "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":" + amount + ",\"amount_received\":"
                        + captured
                        + ",\"currency\":\"eur\",\"status\":\"" + status + "\",\"latest_charge\":{\"id\":\"ch_1\","
                        + "\"object\":\"charge\",\"amount\":" + amount + ",\"amount_captured\":" + captured
                        + ",\"refunds\":{\"object\":\"list\",\"has_more\":false,\"data\":[" + refunds + "]}}}");
        return stripe.gateway()
                .find(new Lookup("stripe", ExternalIds.of("pi_1")))
                .payments()
                .getFirst();
    }
}
