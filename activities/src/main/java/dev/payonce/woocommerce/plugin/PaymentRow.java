package dev.payonce.woocommerce.plugin;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of {@code payonce_payment}: what PHP may know of an order's payment. Its guards and the order's screen read it.
 *
 * @param observed the payment that counts; empty if none was observed
 * @param refunded minor units that have left, or are leaving, the merchant
 * @param keepUntil until then an unpaid order must not be cancelled; empty if it may be
 * @param review the open review
 */
record PaymentRow(
        PaymentSummary summary,
        Optional<Fact.PaymentObserved> observed,
        long refunded,
        Optional<Instant> keepUntil,
        Optional<Review> review) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Makes the row that follows from a ledger. Pure. */
    static PaymentRow of(PaymentSummary summary, Ledger ledger, Instant now) {
        Optional<Fact.PaymentObserved> observed =
                summary.payment().map(payment -> ledger.lastObserved().get(payment));
        List<Review> open = ledger.openReviews();
        return new PaymentRow(
                summary,
                observed,
                observed.map(seen -> seen.captured().minor() - ledger.net(seen)).orElse(0L),
                keepUntil(ledger, now),
                open.isEmpty() ? Optional.empty() : Optional.of(open.getLast()));
    }

    /** Returns {@code SHOPPER}, {@code GATEWAY}, or nothing for a payment that waits for neither. */
    String waitsFor() {
        return observed.map(Fact.PaymentObserved::waitsFor)
                .filter(whom -> whom == Payment.WaitsFor.SHOPPER || whom == Payment.WaitsFor.GATEWAY)
                .map(Enum::name)
                .orElse("");
    }

    private static Optional<Instant> keepUntil(Ledger ledger, Instant now) {
        boolean undecided = ledger.operations().all().stream().anyMatch(known -> known.due() || known.unknown());
        if (undecided || ledger.lastObserved().values().stream().anyMatch(PaymentRow::binds)) {
            return Optional.of(now.plus(DAY));
        }
        return ledger.lastObserved().values().stream()
                .filter(PaymentRow::waitsForShopper)
                .map(seen ->
                        until(seen, ledger.snapshots(seen.payment()).getLast().since()))
                .max(Instant::compareTo);
    }

    /** Returns the end of a shopper's hour for 3-D Secure, or the payment's own end where that is sooner. */
    private static Instant until(Fact.PaymentObserved seen, Instant since) {
        Instant hour = since.plus(HOUR);
        return seen.until().filter(hour::isAfter).orElse(hour);
    }

    private static boolean binds(Fact.PaymentObserved seen) {
        return switch (seen.stage()) {
            case PENDING, APPROVED, AUTHORIZED, CAPTURED -> true;
            case OPEN, CLOSED -> false;
        };
    }

    private static boolean waitsForShopper(Fact.PaymentObserved seen) {
        return seen.waitsFor() == Payment.WaitsFor.SHOPPER && seen.decline().isEmpty();
    }
}
