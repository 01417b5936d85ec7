package dev.payonce.servers.stripe.state;

import java.util.Locale;
import java.util.Map;

/**
 * The payment that the caller asks for.
 *
 * @param amount in Stripe's own minor units
 * @param currency three lower-case letters
 * @param multicapture true when an authorization may be captured in several parts
 */
public record Asked(
        long amount,
        String currency,
        CaptureMethod capture,
        boolean multicapture,
        Map<String, String> metadata,
        Extras extras) {

    private static final long LARGEST = 99_999_999;

    /** The time at which the money is taken, once the shopper's bank has agreed. */
    public enum CaptureMethod {
        AUTOMATIC,
        AUTOMATIC_ASYNC,
        MANUAL;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static CaptureMethod of(String text) {
            for (CaptureMethod method : values()) {
                if (method.wire().equals(text)) {
                    return method;
                }
            }
            throw Refusal.invalid("", "capture_method", "Invalid capture_method: " + text);
        }
    }

    public Asked {
        if (amount < 1) {
            throw Refusal.invalid("parameter_invalid_integer", "amount", "Invalid positive integer");
        }
        if (amount > LARGEST) {
            throw Refusal.invalid("amount_too_large", "amount", "Amount must be no more than " + LARGEST);
        }
        currency = currency.toLowerCase(Locale.ROOT);
        if (!currency.matches("[a-z]{3}")) {
            throw Refusal.invalid("", "currency", "Invalid currency: " + currency);
        }
        metadata = Metadata.checked(metadata);
    }

    /** @param manual true when authorization and capture are two steps */
    public Asked(long amount, String currency, boolean manual, Map<String, String> metadata) {
        this(amount, currency, manual ? CaptureMethod.MANUAL : CaptureMethod.AUTOMATIC_ASYNC, false, metadata);
    }

    public Asked(
            long amount, String currency, CaptureMethod capture, boolean multicapture, Map<String, String> metadata) {
        this(amount, currency, capture, multicapture, metadata, Extras.NONE);
    }

    public Asked with(Extras others) {
        return new Asked(amount, currency, capture, multicapture, metadata, others);
    }

    boolean manual() {
        return capture == CaptureMethod.MANUAL;
    }

    Asked repriced(long other) {
        return new Asked(other, currency, capture, multicapture, metadata, extras);
    }

    public Asked tagged(Map<String, String> more) {
        return new Asked(amount, currency, capture, multicapture, Metadata.merged(metadata, more), extras);
    }
}
