package dev.payonce.reconcile;

import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import java.time.Duration;

/**
 * What the merchant wants where two answers are right, and the bounds of the rules.
 *
 * @param site fingerprint of the address that it has now, for the tags of what is charged
 * @param sites fingerprints of the addresses that this store has, or had: a tag with another site is another shop's
 * @param terms what the merchant wants
 */
public record Policy(String site, ExternalIds sites, Terms terms) {

    /** A refusal or a cancellation is only believed this long after it was seen. */
    public static final Duration FRESH = Duration.ofSeconds(30);

    /** What takes longer than this, a bank debit or an authorization, is looked at less often still. */
    public static final Duration LONG_WAIT = Duration.ofDays(1);

    public static final Duration LONG_REFRESH = Duration.ofHours(1);

    /** So long is waited for a shopper where the gateway does not say until when; then the payment is voided. */
    public static final Duration SHOPPER_WITHIN = Duration.ofDays(1);

    /** So long an authorization holds where the gateway does not say; a card's at Stripe. */
    public static final Duration AUTHORIZED_FOR = Duration.ofDays(7);

    /** An authorization is voided, or asked about, so much before it lapses by itself. */
    public static final Duration BEFORE_IT_LAPSES = Duration.ofDays(1);

    /** While a question is open, what it is about is looked at this often: somebody may have put it right. */
    public static final Duration REVIEW_REFRESH = Duration.ofDays(1);

    /** How long a gateway may not know an object that its own callback named, before a person is asked. */
    public static final Duration NOT_FOUND_FOR = Duration.ofMinutes(10);

    /** A charge is not sent later than this after it was decided: the shopper has gone away. */
    public static final Duration CHARGE_WITHIN = Duration.ofMinutes(30);

    /** Nor a capture or a void; below the 24 h for which Stripe remembers a key. */
    public static final Duration MOVE_WITHIN = Duration.ofHours(20);

    /**
     * What the gateway's own list does not show this long after an operation was last in doubt never reached it. Longer
     * than any request can be under way.
     */
    public static final Duration ABSENT_AFTER = Duration.ofMinutes(15);

    /** How often a charge that is in doubt is sent once more, after the gateway answers again and does not show it. */
    public static final int RESENDS = 3;

    /** While the gateway's list was last read longer ago than this, the ledger may have forgotten what is in it. */
    public static final Duration BEHIND = Duration.ofMinutes(15);

    /** While an operation is in doubt it is looked up soon, for somebody waits; then less often. */
    public static final Duration UNKNOWN_REFRESH_FIRST = Duration.ofSeconds(5);

    public static final Duration UNKNOWN_REFRESH_LONGEST = Duration.ofSeconds(30);

    /** How often a payment is tried to be voided; after that it is left behind, and a person is asked. */
    public static final int VOIDS = 3;

    /** How often rules try to give one payment back; after that, and after a refusal, a person is asked. */
    public static final int REFUNDS = 3;

    /** How long they wait before they try again what the gateway has turned down. */
    public static final Duration REFUND_AGAIN = Duration.ofMinutes(10);

    /** As many operations an order may have; more than that is a program gone wild. */
    public static final int OPERATIONS = 100;

    /** A shop where more second payments than this come in an hour has another trouble than those. */
    public static final int REFUNDS_PER_HOUR = 20;

    /**
     * The difference, in minor units, between an order's total and another plugin's charge that is put down to rounding.
     * Of three decimals gateways take two, so whoever charges there has to drop or round away the last one.
     */
    public static long tolerance(String currency) {
        return Money.exponent(currency).filter(decimals -> decimals == 3).isPresent() ? 9 : 1;
    }

    /**
     * What the merchant wants where two answers are right. A change never rewrites what was decided before.
     *
     * @param lateSuccess what a capture does to an order that was cancelled meanwhile
     * @param duplicatePayment what becomes of a second payment of ours for a paid order
     * @param refundsPerHour how many refunds rules may decide on their own in an hour, of all orders; above it they ask
     * @param disputes what a dispute does to the order
     * @param intervals between two looks at what somebody else has to act on
     */
    public record Terms(
            LateSuccess lateSuccess,
            DuplicatePayment duplicatePayment,
            int refundsPerHour,
            Disputes disputes,
            RefreshIntervals intervals) {

        public static final Terms DEFAULT =
                new Terms(LateSuccess.REOPEN, DuplicatePayment.REFUND, REFUNDS_PER_HOUR, Disputes.STATUS);

        public Terms {
            if (refundsPerHour < 0) {
                throw new IllegalArgumentException("No fewer than no refunds an hour");
            }
        }

        /** With the usual pauses. */
        public Terms(
                LateSuccess lateSuccess, DuplicatePayment duplicatePayment, int refundsPerHour, Disputes disputes) {
            this(lateSuccess, duplicatePayment, refundsPerHour, disputes, RefreshIntervals.DEFAULT);
        }
    }

    /** The first pause before looking again, and the longest; after a {@link #LONG_WAIT} it is at least LONG_LOOK. */
    public record RefreshIntervals(Duration first, Duration longest) {

        public static final RefreshIntervals DEFAULT =
                new RefreshIntervals(Duration.ofSeconds(30), Duration.ofMinutes(10));

        public RefreshIntervals {
            if (longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("PAYONCE_REFRESH_LONGEST is shorter than PAYONCE_REFRESH_FIRST");
            }
        }

        /** Returns the next pause after a wait: as long again, within the bounds. */
        public Duration after(Duration elapsed) {
            Duration most = elapsed.compareTo(LONG_WAIT) < 0 ? longest : LONG_REFRESH;
            Duration least = elapsed.compareTo(first) < 0 ? first : elapsed;
            return least.compareTo(most) > 0 ? most : least;
        }
    }

    public enum LateSuccess {
        REOPEN,
        REFUND,
        REVIEW
    }

    public enum DuplicatePayment {
        REFUND,
        REVIEW
    }

    /** STATUS: the order goes on hold, back, or fails, as with WooCommerce's own Stripe plugin. NOTE: it stays. */
    public enum Disputes {
        STATUS,
        NOTE
    }

    public static Policy of(String site) {
        return new Policy(site, ExternalIds.of(site), Terms.DEFAULT);
    }
}
