package dev.payonce.servers.stripe.state;

import java.util.Map;
import java.util.Optional;

/**
 * The parts of a payment that move no money: whose it is, and what people read of it.
 *
 * @param saves {@code on_session} or {@code off_session} when its method is to be kept
 * @param mandate true when the shopper agreed to debits
 * @param redirects {@code always} or {@code never}: the methods that send the shopper away; empty where the caller did not
 *     leave the choice of methods to the account
 * @param shipping by the name of the parameter, such as {@code name} or {@code address][city}
 */
public record Extras(
        Optional<String> customer,
        Optional<String> saves,
        boolean mandate,
        Optional<String> description,
        Optional<String> receiptEmail,
        Optional<String> suffix,
        Optional<String> redirects,
        Map<String, String> shipping) {

    public static final Extras NONE = new Extras(
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    public Extras {
        shipping = Map.copyOf(shipping);
    }

    /** Adds what a confirmation token carries. */
    public Extras and(Optional<String> saving, boolean agreed) {
        return new Extras(
                customer,
                saves.or(() -> saving),
                mandate || agreed,
                description,
                receiptEmail,
                suffix,
                redirects,
                shipping);
    }

    /**
     * Refuses a confirmation that may send the shopper away and has no address to bring her back, whatever its method; and
     * a method that always does, where the payment allows none.
     */
    public void checkRedirects(TestCard card, Optional<String> returnUrl) {
        if (redirects.filter("always"::equals).isPresent() && returnUrl.isEmpty()) {
            throw Refusal.invalid(
                    "",
                    "",
                    "The payment takes methods that may send the shopper away: provide a `return_url`, or set"
                            + " automatic_payment_methods[allow_redirects] to never.");
        }
        if (redirects.filter("never"::equals).isPresent() && card == TestCard.KLARNA) {
            throw Refusal.invalid(
                    "payment_intent_invalid_parameter",
                    "payment_method",
                    "The payment takes no method that sends the shopper away: " + card.type());
        }
    }
}
