package dev.payonce.sandbox.stripe;

import dev.payonce.sandbox.stripe.TestCard.Decline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A PaymentIntent at one moment; every change is a new value.
 *
 * @param lastDecline why the last try failed, until the next try
 * @param charges every try, oldest first; the last one is what Stripe calls the latest charge
 */
record Intent(
        String id,
        Instant created,
        Asked asked,
        Status status,
        Optional<TestCard> card,
        Optional<Decline> lastDecline,
        List<Charge> charges,
        Optional<Instant> canceledAt) {

    enum Status {
        REQUIRES_PAYMENT_METHOD,
        REQUIRES_CONFIRMATION,
        REQUIRES_ACTION,
        PROCESSING,
        REQUIRES_CAPTURE,
        SUCCEEDED,
        CANCELED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the caller wants to be paid.
     *
     * @param amount in Stripe's own minor units
     * @param currency three lower-case letters
     * @param manual true when authorization and capture are two steps
     */
    record Asked(long amount, String currency, boolean manual, Map<String, String> metadata) {
        Asked {
            if (amount < 1 || amount > Limits.AMOUNT) {
                throw Refusal.invalid("parameter_invalid_integer", "amount", "Invalid positive integer");
            }
            currency = currency.toLowerCase(Locale.ROOT);
            if (!currency.matches("[a-z]{3}")) {
                throw Refusal.invalid("", "currency", "Invalid currency: " + currency);
            }
            boolean tooLong = metadata.entrySet().stream()
                    .anyMatch(entry -> entry.getKey().length() > Limits.METADATA_KEY
                            || entry.getValue().length() > Limits.METADATA_VALUE);
            if (tooLong || metadata.size() > Limits.METADATA_KEYS) {
                throw Refusal.invalid("", "metadata", "Metadata holds too many keys, or one that is too long");
            }
            metadata = Map.copyOf(metadata);
        }

        Asked repriced(long other) {
            return new Asked(other, currency, manual, metadata);
        }
    }

    Optional<Charge> latest() {
        return charges.isEmpty() ? Optional.empty() : Optional.of(charges.getLast());
    }

    long capturable() {
        return status == Status.REQUIRES_CAPTURE ? asked.amount() : 0;
    }

    long received() {
        return latest().map(Charge::captured).orElse(0L);
    }

    Intent to(Status next) {
        return new Intent(id, created, asked, next, card, lastDecline, charges, canceledAt);
    }

    Intent trying(TestCard with) {
        return new Intent(id, created, asked, status, Optional.of(with), Optional.empty(), charges, canceledAt);
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
                canceledAt);
    }

    Intent canceled(Instant at) {
        return new Intent(id, created, asked, Status.CANCELED, card, lastDecline, charges, Optional.of(at));
    }

    Intent asking(Asked other) {
        return new Intent(id, created, other, status, card, lastDecline, charges, canceledAt);
    }

    /** Adds the charge, or replaces the latest one when it is the same. */
    Intent with(Charge charge) {
        List<Charge> all = new ArrayList<>(charges);
        if (!all.isEmpty() && all.getLast().id().equals(charge.id())) {
            all.removeLast();
        }
        all.add(charge);
        return new Intent(id, created, asked, status, card, lastDecline, List.copyOf(all), canceledAt);
    }
}
