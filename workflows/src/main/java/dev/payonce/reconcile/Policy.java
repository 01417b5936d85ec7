package dev.payonce.reconcile;

import dev.payonce.order.ExternalIds;
import dev.payonce.review.FourEyes;
import java.time.Duration;

/**
 * The merchant's policy where two results are right, and the limits of the rules.
 *
 * @param site fingerprint of the address that it has now, for the tags of what is charged
 * @param sites fingerprints of the addresses that this store has, or had: a tag with another site is another shop's
 * @param terms what the merchant wants
 */
public record Policy(String site, ExternalIds sites, Terms terms) {

    /** A refusal or a cancellation is only believed this long after it was seen. */
    public static final Duration FRESH = Duration.ofSeconds(30);

    /** The wait after which a payment, such as a bank debit or an authorization, is refreshed less often still. */
    public static final Duration LONG_WAIT = Duration.ofDays(1);

    public static final Duration LONG_REFRESH = Duration.ofHours(1);

    /** The time that a shopper has where the gateway names none; then the payment is voided. */
    public static final Duration SHOPPER_WITHIN = Duration.ofDays(1);

    /** The time after which an authorization is reviewed where the gateway does not say when it lapses. */
    public static final Duration AUTHORIZED_FOR = Duration.ofDays(5);

    /** An authorization is voided, or asked about, so much before it lapses by itself. */
    public static final Duration BEFORE_IT_LAPSES = Duration.ofDays(1);

    /** The interval of refreshes while a review is open, since an operator may have corrected its cause. */
    public static final Duration REVIEW_REFRESH = Duration.ofDays(1);

    /** The time for which a gateway may not know an object that its own callback named, before a review is opened. */
    public static final Duration NOT_FOUND_FOR = Duration.ofMinutes(10);

    /** A charge is not sent later than this after it was decided: the shopper has gone away. */
    public static final Duration CHARGE_WITHIN = Duration.ofMinutes(30);

    /** Nor a capture or a void; below the 24 h for which Stripe remembers a key. */
    public static final Duration MOVE_WITHIN = Duration.ofHours(20);

    /**
     * The time after which an operation with an unknown outcome, which the gateway's list does not show, never arrived.
     * Longer than any request can be under way.
     */
    public static final Duration ABSENT_AFTER = Duration.ofMinutes(15);

    /**
     * The number of times that a charge with an unknown outcome is resent, after the gateway answers again and does not
     * list it.
     */
    public static final int RESENDS = 3;

    /** While the gateway's list was last read longer ago than this, the ledger may have forgotten what is in it. */
    public static final Duration BEHIND = Duration.ofMinutes(15);

    /** The first refresh of an unknown outcome, soon since a caller waits; then less often. */
    public static final Duration UNKNOWN_REFRESH_FIRST = Duration.ofSeconds(5);

    public static final Duration UNKNOWN_REFRESH_LONGEST = Duration.ofSeconds(30);

    /** After this number of voids that came to nothing an operator is asked. */
    public static final int VOIDS = 3;

    /** The most voids of one payment; the tries after the third go on beside the review. */
    public static final int VOIDS_AT_MOST = 24;

    /** The pause after the first void that came to nothing; it doubles, up to an hour. */
    public static final Duration VOID_AGAIN = Duration.ofMinutes(10);

    /** The tries of rules to give one payment back; after them, and after a refusal, an operator is asked. */
    public static final int REFUNDS = 3;

    /** The pause before rules try again what the gateway has declined. */
    public static final Duration REFUND_AGAIN = Duration.ofMinutes(10);

    /** A writer that had read an order before it was paid writes it back within this time. */
    public static final Duration STALE_WRITE_WITHIN = Duration.ofMinutes(15);

    /** The most passes of the rules in one reconciliation; the second or third one adds nothing. */
    static final int PASSES = 8;

    /** The most operations of one order; more of them are a program gone wild. */
    public static final int OPERATIONS = 100;

    /** A shop where more second payments than this come in an hour has another trouble than those. */
    public static final int REFUNDS_PER_HOUR = 20;

    /** A renewal that is requested again so soon after its decline, by another key, is the same hook fired twice. */
    public static final Duration RENEWED_AGAIN_WITHIN = Duration.ofMinutes(1);

    /** An order with more declined charges than this in an hour is a card tester's, not a shopper's. */
    public static final int DECLINES_PER_HOUR = 10;

    static final Duration DECLINES_WITHIN = Duration.ofHours(1);

    /**
     * The choices of the merchant where two results are right. A change never rewrites what was decided before.
     *
     * @param lateSuccess what a capture does to an order that was cancelled meanwhile
     * @param duplicatePayment what becomes of a duplicate payment of ours
     * @param refundsPerHour how many refunds rules may decide on their own in an hour, of all orders; above it they ask
     * @param disputes what a dispute does to the order
     * @param twins the rule for a charge while another order of the same cart is paid or being paid
     * @param intervals between two refreshes of a payment that waits for another party
     * @param lapsing what becomes of our authorization of an unpaid order a day before it lapses
     * @param whenProcessing what becomes of our authorization when the merchant sets its order to a paid status
     * @param inquiry what a bank's question before a dispute does to the order
     * @param declinesPerHour how many declined charges an order may have in an hour; 0 for any number
     * @param notice what the gateway shows and sends to shoppers
     * @param fraudSigns what a fraud review or a fraud warning does to the order
     * @param fourEyes the limits above which a decision needs two operators
     */
    public record Terms(
            LateSuccess lateSuccess,
            DuplicatePayment duplicatePayment,
            int refundsPerHour,
            Disputes disputes,
            RefreshIntervals intervals,
            Lapsing lapsing,
            Twins twins,
            WhenProcessing whenProcessing,
            Inquiry inquiry,
            int declinesPerHour,
            ShopperNotice notice,
            FraudSigns fraudSigns,
            FourEyes fourEyes) {

        public static final Terms DEFAULT = new Terms(
                LateSuccess.REOPEN,
                DuplicatePayment.REFUND,
                REFUNDS_PER_HOUR,
                Disputes.STATUS,
                RefreshIntervals.DEFAULT,
                Lapsing.REVIEW,
                Twins.REFUSE,
                WhenProcessing.CAPTURE,
                Inquiry.NOTE,
                DECLINES_PER_HOUR,
                ShopperNotice.NONE,
                FraudSigns.HOLD,
                FourEyes.OFF);

        public Terms {
            if (refundsPerHour < 0 || declinesPerHour < 0) {
                throw new IllegalArgumentException("A number an hour is not negative");
            }
        }
    }

    /**
     * The notice that the gateway gives to shoppers of their charges.
     *
     * @param receipt true when it mails a receipt; WooCommerce mails one itself
     * @param suffix the text after the account's own on a card's statement, with {@code {order}} for the order's number;
     *     empty for none
     */
    public record ShopperNotice(boolean receipt, String suffix) {
        public static final ShopperNotice NONE = new ShopperNotice(false, "");
    }

    /** The rule for a charge while another order of the same cart is paid or being paid. */
    public enum Twins {
        REFUSE,
        REVIEW,
        OFF
    }

    /** The first pause before looking again, and the longest; after a {@link #LONG_WAIT} it is at least LONG_LOOK. */
    public record RefreshIntervals(Duration first, Duration longest) {

        public static final RefreshIntervals DEFAULT =
                new RefreshIntervals(Duration.ofSeconds(30), Duration.ofMinutes(10));

        public RefreshIntervals {
            if (longest.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "PAYONCE_REFRESH_LONGEST is shorter than PAYONCE_REFRESH_FIRST: raise it, or lower the other");
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

    /** The answer to an authorized order that the merchant sets to a paid status. */
    public enum WhenProcessing {
        CAPTURE,
        REVIEW
    }

    /** The effect of a dispute: the order moves, as with WooCommerce's own Stripe plugin, or only has a note. */
    public enum Disputes {
        STATUS,
        NOTE
    }

    /** The effect of a bank's question before a dispute, which takes no money yet. */
    public enum Inquiry {
        NOTE,
        HOLD
    }

    /** The effect of the gateway's fraud review, or of an issuer's fraud warning; neither takes money. */
    public enum FraudSigns {
        HOLD,
        NOTE
    }

    /** The end of a lapsing authorization: a review, a capture of all, or a void that cancels the order. */
    public enum Lapsing {
        REVIEW,
        CAPTURE,
        VOID
    }
}
