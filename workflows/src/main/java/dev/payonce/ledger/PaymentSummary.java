package dev.payonce.ledger;

import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.review.Review;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The summary of an order's payment: for searches, for the Temporal UI, and for the support desk.
 *
 * @param reason why it stands still, a code; empty when it does not
 * @param payment the payment that this is about, by the id to ask its gateway by
 */
public record PaymentSummary(Status status, Optional<String> reason, Optional<String> payment, Optional<Money> amount) {

    public static final PaymentSummary NOTHING =
            new PaymentSummary(Status.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The status of an order's payment; {@code NONE}: no payment of this order is known. STALLED is
     * said by the workflow as well, and UNREADABLE by it alone.
     */
    public enum Status {
        NONE,
        CANCELLED,
        DECLINED,
        OPEN,
        PENDING,
        AUTHORIZED,
        PAID,
        REFUNDED,
        DISPUTED,
        NEEDS_REVIEW,
        STALLED,
        UNREADABLE
    }

    /** Summarizes the ledger. An open review comes first, then money that was taken, then what is most advanced. */
    public static PaymentSummary of(Ledger ledger) {
        List<Review> open = ledger.openReviews();
        PaymentSummary money = ledger.facts(Fact.Paid.class)
                .reduce((_, last) -> last)
                .map(paid -> new PaymentSummary(
                        afterPaid(ledger), Optional.empty(), Optional.of(paid.payment()), Optional.of(paid.captured())))
                .orElseGet(() -> mostAdvanced(ledger));
        return open.isEmpty()
                ? notSent(ledger)
                        .map(code ->
                                new PaymentSummary(Status.STALLED, Optional.of(code), money.payment(), money.amount()))
                        .orElse(money)
                : new PaymentSummary(
                        Status.NEEDS_REVIEW,
                        Optional.of(open.getLast().reason().name()),
                        money.payment()
                                .or(() ->
                                        open.getLast().objects().all().stream().findFirst()),
                        money.amount());
    }

    /**
     * Returns the code of an open operation that the gateway did not take, by a fault of the installation. It counts while
     * the operation is sent again, too, until an answer comes.
     */
    private static Optional<String> notSent(Ledger ledger) {
        return ledger.operations()
                .open()
                .flatMap(known -> ledger.doubts(known.number()).reduce((_, last) -> last).stream())
                .flatMap(last -> Operations.fault(last).stream())
                .filter(code -> !code.equals(Outcome.NotSent.CANCELLED))
                .findFirst();
    }

    private static Status afterPaid(Ledger ledger) {
        return ledger.movesSincePaid().stream()
                .map(Fact.OrderStatusChanged::reason)
                .filter(reason -> reason != Fact.StatusReason.RELEASED) // The dispute goes on without the hold.
                .reduce((_, last) -> last)
                .map(PaymentSummary::of)
                .orElse(Status.PAID);
    }

    private static Status of(Fact.StatusReason why) {
        return switch (why) {
            case REFUNDED -> Status.REFUNDED;
            case DISPUTED, DISPUTE_LOST -> Status.DISPUTED;
            case AUTHORIZED,
                    PENDING,
                    DECLINED,
                    VOIDED,
                    EXPIRED,
                    DISPUTE_WON,
                    SUSPECTED_FRAUD,
                    FRAUD_CLEARED,
                    RELEASED -> Status.PAID;
        };
    }

    private static PaymentSummary mostAdvanced(Ledger ledger) {
        return ledger.lastObserved().values().stream()
                .map(seen -> new PaymentSummary(
                        of(seen, ledger),
                        Optional.empty(),
                        Optional.of(seen.payment()),
                        Optional.of(seen.captured().isPositive() ? seen.captured() : seen.amount())))
                .max(Comparator.comparing(view -> Optional.of(view.status)
                        .filter(status -> status != Status.REFUNDED)
                        .orElse(Status.CANCELLED)))
                .orElse(NOTHING);
    }

    /**
     * Returns the status of a capture that did not pay the order: the store's own plugin was first, or it is refunded.
     */
    private static Status of(Fact.PaymentObserved seen, Ledger ledger) {
        return switch (seen.stage()) {
            case OPEN -> seen.decline().isPresent() ? Status.DECLINED : Status.OPEN;
            case APPROVED, PENDING -> Status.PENDING;
            case AUTHORIZED -> Status.AUTHORIZED;
            case CAPTURED -> ledger.net(seen) == 0 ? Status.REFUNDED : Status.PAID;
            case CLOSED -> Status.CANCELLED;
        };
    }
}
