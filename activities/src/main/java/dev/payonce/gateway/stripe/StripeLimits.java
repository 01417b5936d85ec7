package dev.payonce.gateway.stripe;

import java.time.Duration;

/** The bounds of this adapter, but for {@link StripeTimeouts}. */
final class StripeLimits {

    /** A longer Retry-After is cut to this. Then the payment is read again, and Stripe may ask for more time. */
    static final Duration RETRY_AFTER = Duration.ofMinutes(5);

    /** Refunds or disputes of one payment that are read; Stripe's largest page. */
    static final long PAGE = 100;

    /** Pages of payments that are read to find one by our tag. If that is not all, absence is not proven. */
    static final int PAGES = 20;

    /** Payments are listed by Stripe's clock; this much before ours says that the operation was decided. */
    static final Duration CLOCKS = Duration.ofMinutes(5);

    /** An answer in bytes; a full page has less than a tenth of it. */
    static final long RESULT = 8 * 1024 * 1024;

    /** Stripe remembers a key for a day at least. An hour less, for clocks and for a request under way. */
    static final Duration KEY = Duration.ofHours(23);

    /** The tries after which a 500 is unknown. Stripe remembers a 500 by its key, so the same request gets it again. */
    static final int TRIES_OF_500 = 3;

    /** An operation that was decided longer ago may have been sent by a worker that is gone. */
    static final Duration FIRST_TRY = Duration.ofSeconds(15);

    private StripeLimits() {}
}
