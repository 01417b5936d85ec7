package dev.payonce.payment;

import dev.payonce.order.Names;
import java.time.Duration;

/**
 * What the merchant wants where two answers are right, and the bounds of the rules.
 *
 * @param sites fingerprints of the addresses that this store has, or had: a tag with another site is another shop's
 * @param lateSuccess what a capture does to an order that was cancelled meanwhile
 */
public record Policy(Names sites, LateSuccess lateSuccess) {

    /** A refusal or a cancellation is only believed this long after it was seen. */
    public static final Duration FRESH = Duration.ofSeconds(30);

    /** The first and the longest pause before looking again at a payment that the gateway is still working on. */
    public static final Duration FIRST_LOOK = Duration.ofSeconds(30);

    public static final Duration LONGEST_LOOK = Duration.ofMinutes(10);

    /** While a question is open, what it is about is looked at this often: somebody may have put it right. */
    public static final Duration ASKING_LOOK = Duration.ofDays(1);

    /** How long a gateway may not know an object that its own callback named, before a person is asked. */
    public static final Duration UNFOUND_FOR = Duration.ofMinutes(10);

    /** The difference between an order's total and another plugin's charge that is put down to rounding. */
    public static final long TOLERANCE_MINOR = 1;

    public enum LateSuccess {
        REOPEN,
        REFUND,
        ASK
    }

    public static Policy of(Names sites) {
        return new Policy(sites, LateSuccess.REOPEN);
    }
}
