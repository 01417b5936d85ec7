package dev.payonce.payment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.payonce.money.Money;

/**
 * The fee that the gateway kept of a payment, and the net that it books for the merchant: in the currency of the merchant's
 * balance, which may be another one than the payment's. Each snapshot of a payment carries it, so its text is short.
 */
public record Fee(Money fee, Money net) {

    public Fee {
        if (!fee.currency().equals(net.currency())) {
            throw new IllegalArgumentException("Fee and net of a payment are booked in one currency");
        }
    }

    /** Reads {@code 75 4915 EUR}: fee and net in minor units, and their currency. */
    @JsonCreator
    static Fee of(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("A fee has three parts");
        }
        return new Fee(new Money(Long.parseLong(parts[0]), parts[2]), new Money(Long.parseLong(parts[1]), parts[2]));
    }

    @JsonValue
    String text() {
        return fee.minor() + " " + net.minor() + " " + fee.currency();
    }
}
