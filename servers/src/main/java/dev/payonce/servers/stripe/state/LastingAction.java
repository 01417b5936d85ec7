package dev.payonce.servers.stripe.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An action that a shopper takes days later and elsewhere: at a counter, at the bank, or from a bank statement.
 *
 * @param type the next action's type in Stripe's words
 * @param end the field that says when it expires; empty where Stripe does not say
 * @param lasts the time from the payment's creation to its expiry; empty where it never expires
 * @param debit true when a bank debit begins after it, and takes days once again
 */
public record LastingAction(String type, String end, Optional<Duration> lasts, boolean debit) {

    static LastingAction voucher(String type, String end, int days) {
        return new LastingAction(type, end, Optional.of(Duration.ofDays(days)), false);
    }

    static LastingAction transfer() {
        return new LastingAction("display_bank_transfer_instructions", "", Optional.empty(), false);
    }

    static LastingAction deposits() {
        return new LastingAction("verify_with_microdeposits", "", Optional.empty(), true);
    }

    /** Returns when it expires for a payment of this age. */
    public Optional<Instant> ends(Instant created) {
        return lasts.map(created::plus);
    }
}
