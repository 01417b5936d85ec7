package dev.payonce.gateway.stripe;

import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import dev.payonce.failure.Failures;
import dev.payonce.gateway.stripe.payment.StripeFraudSign;
import dev.payonce.gateway.stripe.payment.StripeId;
import dev.payonce.gateway.stripe.payment.StripePayment;
import dev.payonce.gateway.stripe.payment.StripeReversals;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The reading of payments, each with the time at which it was seen. */
final class StripeSnapshots {

    private final StripeAccount account;
    private final Clock clock;
    private final boolean needsReview;

    private StripeSnapshots(StripeAccount account, Clock clock, boolean needsReview) {
        this.account = account;
        this.clock = clock;
        this.needsReview = needsReview;
    }

    /**
     * Makes the reading of lookups, which fail where the review of a payment cannot be read.
     *
     * @param clock for when a payment was seen
     */
    static StripeSnapshots ofLookups(StripeAccount account, Clock clock) {
        return new StripeSnapshots(account, clock, true);
    }

    /**
     * Makes the reading of what an operation has done: its outcome is known, also where the payment's review cannot be
     * read. A lookup reads that later.
     *
     * @param clock for when a payment was seen
     */
    static StripeSnapshots ofOperations(StripeAccount account, Clock clock) {
        return new StripeSnapshots(account, clock, false);
    }

    /** Asks Stripe for it. Empty when Stripe does not know it, or not yet. */
    Optional<Payment> refresh(StripeCalls calls, String id) {
        Instant asked = asked();
        return calls.intent(id).map(intent -> payment(calls, intent, asked));
    }

    /**
     * Returns the time for a snapshot. It is taken before the request, since the state may change while the response
     * travels.
     */
    Instant asked() {
        return clock.instant();
    }

    /** Maps a payment that is already read. The review that it names is read too: it may be closed. */
    Payment payment(StripeCalls calls, PaymentIntent intent, Instant asked) {
        return payment(
                calls,
                intent,
                asked,
                StripeFraudSign.named(intent).flatMap(review -> review(calls, intent.getId(), review)));
    }

    private Optional<StripeFraudSign> review(StripeCalls calls, String intent, StripeId review) {
        try {
            return calls.fraudSign(review);
        } catch (ApplicationFailure unread) {
            if (needsReview) {
                throw unread;
            }
            return Optional.of(StripeFraudSign.unread(intent, review));
        }
    }

    /** Maps the answer to a charge. A review that it names was opened for this charge, so it is not read. */
    Payment charged(StripeCalls calls, PaymentIntent intent, Instant asked) {
        return payment(calls, intent, asked, StripeFraudSign.opened(intent));
    }

    private Payment payment(StripeCalls calls, PaymentIntent intent, Instant asked, Optional<StripeFraudSign> review) {
        if (intent.getLivemode() != null && intent.getLivemode() != account.live()) {
            throw Failures.nonRetryable(
                    "stripe-other-mode",
                    intent.getId() + " is a " + (account.live() ? "test" : "live")
                            + " payment; the key is of the other mode",
                    null);
        }
        Payment payment = StripePayment.of(account.name(), intent, reversals(calls, intent), asked);
        return review.filter(sign -> sign.intent().equals(intent.getId()))
                .map(sign -> sign.on(payment))
                .orElse(payment);
    }

    /** Reads refunds and disputes of the charge that the payment shows; a list that is not whole is read to its end. */
    private static List<Reversal> reversals(StripeCalls calls, PaymentIntent intent) {
        Charge charge = intent.getLatestChargeObject();
        if (charge == null) {
            return List.of();
        }
        boolean whole = charge.getRefunds() != null
                && charge.getRefunds().getData() != null
                && !Boolean.TRUE.equals(charge.getRefunds().getHasMore());
        List<Refund> refunds = whole ? charge.getRefunds().getData() : calls.refunds(intent.getId());
        List<Dispute> disputes = Boolean.TRUE.equals(charge.getDisputed()) ? calls.disputes(intent.getId()) : List.of();
        return StripeReversals.of(intent, charge, refunds, disputes);
    }
}
