package dev.payonce.gateway.stripe;

import java.time.Duration;

/** The bounds of this adapter, but for {@link StripeTimes}. */
final class StripeLimits {

    /** A longer Retry-After is cut to this: the payment is looked at again, and asks again. */
    static final Duration RETRY_AFTER = Duration.ofMinutes(5);

    /** Refunds or disputes of one payment that are read; Stripe's largest page. */
    static final long PAGE = 100;

    /** How far a webhook's time stamp may lie from now, in either direction. The past is Stripe's own rule. */
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
