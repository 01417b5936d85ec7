package dev.payonce.gateway.stripe;

import java.time.Duration;

/** The bounds of this adapter, but for {@link StripeTimeouts}. */
final class StripeLimits {

    /** A longer Retry-After is cut to this; the next lookup asks again. */
    static final Duration RETRY_AFTER = Duration.ofMinutes(5);

    /** Refunds or disputes of one payment that are read; Stripe's largest page. */
    static final long PAGE = 100;

    /** Pages of payments that are read to find one by our tag. If that is not all, absence is not proven. */
    static final int PAGES = 20;

    /** Payments are listed by Stripe's clock; this much before ours says that the operation was decided. */
    static final Duration CLOCKS = Duration.ofMinutes(5);

    /** An answer in bytes; a full page has less than a tenth of it. */
    static final long RESULT = 8 * 1024 * 1024;

    /** The most that Stripe takes in any currency, in its own units; where it takes less, it says so itself. */
    static final long AMOUNT = 999_999_999_999L;

    /** Stripe remembers a key for a day at least. An hour less, for clocks and for a request under way. */
    static final Duration KEY = Duration.ofHours(23);

    /** The tries after a 500, which Stripe remembers with its key and returns again; then the payment is looked up. */
    static final int TRIES_OF_500 = 3;

    /** The age from which an operation may have been sent before, by a worker that is gone. */
    static final Duration FIRST_TRY = Duration.ofSeconds(15);

    /**
     * The largest difference between a webhook's time stamp and now, in either direction. The past is Stripe's own
     * rule.
     */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** A Stripe-Signature header. Characters; Stripe's have about 100, or 170 while a secret is being rotated. */
    static final int HEADER = 2048;

    /** Signatures in one header, and secrets of one account. */
    static final int SIGNATURES = 10;

    /** An event's body in bytes, its depth, and its longest string. */
    static final int BODY = 256 * 1024;

    static final int DEPTH = 64;

    static final int STRING = 64 * 1024;

    private StripeLimits() {}
}
