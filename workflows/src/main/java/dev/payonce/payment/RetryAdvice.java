package dev.payonce.payment;

import java.time.Duration;

/**
 * The advice of gateway and bank on another attempt after a decline.
 *
 * @param pause the time before which another attempt cannot succeed; zero where none is known
 */
public record RetryAdvice(Way way, Duration pause) {

    /** The ways to go on, in the words of a subscription's retry rules. */
    public enum Way {
        /** Nothing speaks against the same method. */
        SAME_METHOD,
        /** The same method may succeed later. */
        LATER,
        /** The shopper has to authenticate, or to pay in the shop. */
        AUTHENTICATE,
        /** The method's data are wrong or old: the shopper has to give another one. */
        OTHER_METHOD,
        /** The same method must never be tried again; networks fine merchants for it. */
        NEVER
    }

    public static RetryAdvice of(Way way) {
        return new RetryAdvice(way, Duration.ZERO);
    }
}
