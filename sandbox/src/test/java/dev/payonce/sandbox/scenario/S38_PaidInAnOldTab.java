package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.stripe.Journal;
import dev.payonce.sandbox.stripe.TestCard;
import org.junit.jupiter.api.Test;

/** An old tab waits for authentication while another card is used: the old payment is voided before the new is charged. */
@OnRealServers
class S38_PaidInAnOldTab {

    @Test
    void theOldPaymentIsVoidedFirst(Shop shop) {
        Checkout checkout = new Checkout(shop);
        Door.Answer old = checkout.pay("old", TestCard.THREE_D_SECURE);
        assertThat(Checkout.status(old)).isEqualTo("action_required");

        Door.Answer other = checkout.pay("new", TestCard.VISA);

        assertThat(Checkout.status(other)).isEqualTo("paid");
        String voided = old.json().path("payment").asText();
        assertThat(checkout.sale().shopper().status(voided)).isEqualTo("canceled");
        assertThat(checkout.journal())
                .extracting(Journal.Entry::kind)
                .containsSubsequence(Journal.Kind.CANCELED, Journal.Kind.CAPTURED);
        assertThat(checkout.isPaidOnce()).isEqualTo(other.json().path("payment").asText());
    }
}
