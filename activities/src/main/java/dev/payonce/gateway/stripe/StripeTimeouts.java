package dev.payonce.gateway.stripe;

import java.time.Duration;

/**
 * The times that Stripe's responses may take. All of it ends before an activity's start-to-close of 15 s: no request
 * starts after {@code all}, and a started one ends within {@code result}.
 *
 * @param connect until there is a connection
 * @param result one request, from its first step to the last byte of its response
 * @param all no further request starts this long after the first
 */
record StripeTimeouts(Duration connect, Duration result, Duration all) {

    static final StripeTimeouts REFRESH =
            new StripeTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(9), Duration.ofSeconds(5));

    /** A charge takes as long as the shopper's bank does. One that takes longer is asked for again by its key. */
    static final StripeTimeouts MOVE =
            new StripeTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(4));

    /** A shopper is waiting. */
    static final StripeTimeouts ACTION =
            new StripeTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(1));
}
