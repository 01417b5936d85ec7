package dev.payonce.servers.stripe.state;

import dev.payonce.servers.stripe.state.TestCard.Decline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A PaymentIntent at one moment; every change is a new value.
 *
 * @param lastDecline why the last try failed, until the next try
 * @param charges every try, oldest first; the last one is what Stripe calls the latest charge
 * @param returnUrl where the shopper comes back to after an action
 */
public record Intent(
        String id,
        Instant created,
        Asked asked,
        Status status,
        Optional<Method> method,
        Optional<Decline> lastDecline,
        List<Charge> charges,
        Optional<String> returnUrl,
        Optional<Cancellation> canceled) {

    public enum Status {
        REQUIRES_PAYMENT_METHOD,
        REQUIRES_CONFIRMATION,
        REQUIRES_ACTION,
        PROCESSING,
        REQUIRES_CAPTURE,
        SUCCEEDED,
        CANCELED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param reason in Stripe's words, such as {@code requested_by_customer} */
    public record Cancellation(Instant at, String reason) {}

    public Optional<Charge> latest() {
        return charges.isEmpty() ? Optional.empty() : Optional.of(charges.getLast());
    }

    public Optional<TestCard> card() {
        return method.map(Method::card);
    }

    /** Returns true when its method has been used well, so Stripe attaches it to the customer who is to keep it. */
    public boolean keepsMethod() {
        boolean used = status == Status.PROCESSING || status == Status.REQUIRES_CAPTURE || status == Status.SUCCEEDED;
        return used && asked.extras().saves().isPresent();
    }

    public long capturable() {
        return status == Status.REQUIRES_CAPTURE ? asked.amount() - received() : 0;
    }

    public long received() {
        return latest().map(Charge::captured).orElse(0L);
    }

    /** Returns when the action expires that the shopper has to take; empty where none does. */
    public Optional<Instant> actionEnds() {
        return card().filter(_ -> status == Status.REQUIRES_ACTION)
                .flatMap(TestCard::action)
                .flatMap(action -> action.ends(created));
    }

    Intent to(Status next) {
        return new Intent(id, created, asked, next, method, lastDecline, charges, returnUrl, canceled);
    }

    Intent trying(Method with) {
        return new Intent(
                id, created, asked, status, Optional.of(with), Optional.empty(), charges, returnUrl, canceled);
    }

    Intent declined(Decline decline) {
        return new Intent(
                id,
                created,
                asked,
                Status.REQUIRES_PAYMENT_METHOD,
                Optional.empty(),
                Optional.of(decline),
                charges,
                returnUrl,
                canceled);
    }

    Intent canceled(Instant at, String reason) {
        Cancellation now = new Cancellation(at, reason);
        return new Intent(
                id, created, asked, Status.CANCELED, method, lastDecline, charges, returnUrl, Optional.of(now));
    }

    Intent returningTo(Optional<String> url) {
        return new Intent(id, created, asked, status, method, lastDecline, charges, url.or(() -> returnUrl), canceled);
    }

    public Intent asking(Asked other) {
        return new Intent(id, created, other, status, method, lastDecline, charges, returnUrl, canceled);
    }

    /** Adds the charge, or replaces the latest one when it is the same. */
    Intent with(Charge charge) {
        List<Charge> all = new ArrayList<>(charges);
        if (!all.isEmpty() && all.getLast().id().equals(charge.id())) {
            all.removeLast();
        }
        all.add(charge);
        return new Intent(id, created, asked, status, method, lastDecline, List.copyOf(all), returnUrl, canceled);
    }
}
