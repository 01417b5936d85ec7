package dev.payonce.servers.stripe.state;

import java.util.Map;
import java.util.Optional;

/**
 * The parts of a payment that move no money: whose it is, and what people read of it.
 *
 * @param saves {@code on_session} or {@code off_session} when its method is to be kept
 * @param mandate true when the shopper agreed to debits
 * @param shipping by the name of the parameter, such as {@code name} or {@code address][city}
 */
public record Extras(
        Optional<String> customer,
        Optional<String> saves,
        boolean mandate,
        Optional<String> description,
        Optional<String> receiptEmail,
        Optional<String> suffix,
        Map<String, String> shipping) {

    public static final Extras NONE = new Extras(
            Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    public Extras {
        shipping = Map.copyOf(shipping);
    }

    /** Adds what a confirmation token carries. */
    public Extras and(Optional<String> saving, boolean agreed) {
        return new Extras(
                customer, saves.or(() -> saving), mandate || agreed, description, receiptEmail, suffix, shipping);
    }
}
