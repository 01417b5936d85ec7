package dev.payonce.servers.stripe.state;

import java.util.Optional;

/**
 * A payment method with a name of its own, or Stripe's own test token of one.
 *
 * @param customer the customer to whom it is attached; without one it can be used once
 * @param mandate true when the shopper has agreed to debits of it
 */
public record Method(String id, TestCard card, Optional<String> customer, boolean mandate) {

    /** Returns a test token, which stands for a new method each time. */
    public static Method of(TestCard card) {
        return new Method(card.id(), card, Optional.empty(), false);
    }

    /** Returns true for a bank debit, which Stripe refuses without a mandate. */
    public boolean isDebit() {
        return card.type().endsWith("_debit") || card.type().equals("us_bank_account");
    }
}
