package dev.payonce.gateway.stripe;

import java.time.Duration;

/**
 * How long a look-up may take. It ends before an activity's start-to-close of 15 s: no request begins after {@code all},
 * and one that has begun ends within connect and read.
 *
 * @param read between two bytes of an answer; Stripe's own limit is 80 s, but only calls that move money take that long
 * @param all from the first request on, no further one begins after this
 */
record StripeTimes(Duration connect, Duration read, Duration all) {

    static final StripeTimes NORMAL =
            new StripeTimes(Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(5));
}
