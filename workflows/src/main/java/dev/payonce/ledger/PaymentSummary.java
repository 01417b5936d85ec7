package dev.payonce.ledger;

import dev.payonce.money.Money;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an order's payment looks like from outside: in searches, in the Temporal UI, and for the support desk.
 *
 * @param reason why it stands still, a code; empty when it does not
 * @param payment the payment that this is about, by the id to ask its gateway by
 */
public record PaymentSummary(Status status, Optional<String> reason, Optional<String> payment, Optional<Money> amount) {

    public static final PaymentSummary NOTHING =
            new PaymentSummary(Status.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    /** NONE: no payment of this order is known. STALLED and UNREADABLE are said by the workflow, not by the ledger. */
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

    /** What the ledger tells. An open question comes first, then money that was taken, then what is most advanced. */
    public static PaymentSummary of(Ledger ledger) {
        List<Review> open = ledger.openReviews();
        PaymentSummary money = ledger.facts(Fact.Paid.class)
                .reduce((_, last) -> last)
                .map(paid -> new PaymentSummary(
                        afterPaid(ledger), Optional.empty(), Optional.of(paid.payment()), Optional.of(paid.captured())))
                .orElseGet(() -> mostAdvanced(ledger));
        return open.isEmpty()
                ? money
                : new PaymentSummary(
                        Status.NEEDS_REVIEW,
                        Optional.of(open.getLast().reason().name()),
                        money.payment()
                                .or(() ->
                                        open.getLast().objects().all().stream().findFirst()),
                        money.amount());
    }

    private static Status afterPaid(Ledger ledger) {
        return ledger.lastMove().map(moved -> of(moved.reason())).orElse(Status.PAID);
    }

    private static Status of(Fact.StatusReason why) {
        return switch (why) {
            case REFUNDED -> Status.REFUNDED;
            case DISPUTED, DISPUTE_LOST -> Status.DISPUTED;
            case AUTHORIZED, PENDING, DECLINED, VOIDED, EXPIRED, DISPUTE_WON -> Status.PAID;
        };
    }

    private static PaymentSummary mostAdvanced(Ledger ledger) {
        return ledger.lastObserved().values().stream()
                .map(seen -> new PaymentSummary(
                        of(seen, ledger),
                        Optional.empty(),
                        Optional.of(seen.payment()),
                        Optional.of(seen.stage() == Stage.CAPTURED ? seen.captured() : seen.amount())))
                .max(Comparator.comparing(view -> Optional.of(view.status)
                        .filter(status -> status != Status.REFUNDED)
                        .orElse(Status.CANCELLED)))
                .orElse(NOTHING);
    }

    /** Captured without having been paid by us: the store's own plugin was first, or it is given back. */
    private static Status of(Fact.PaymentObserved seen, Ledger ledger) {
        return switch (seen.stage()) {
            case OPEN -> seen.decline().isPresent() ? Status.DECLINED : Status.OPEN;
            case APPROVED, PENDING -> Status.PENDING;
            case AUTHORIZED -> Status.AUTHORIZED;
            case CAPTURED -> givenBack(seen, ledger) ? Status.REFUNDED : Status.PAID;
            case CLOSED -> Status.CANCELLED;
        };
    }

    /** Whether all that was captured has gone back, or is about to, as far as the ledger tells. */
    public static boolean givenBack(Fact.PaymentObserved seen, Ledger ledger) {
        Map<String, Long> back = new HashMap<>();
        ledger.facts(Fact.ReversalObserved.class)
                .filter(returned -> returned.payment().equals(seen.payment()))
                .map(Fact.ReversalObserved::reversal)
                .forEach(
                        each -> back.put(each.id(), each.counts() ? each.money().minor() : 0));
        return back.values().stream().reduce(0L, (sum, next) -> Math.min(Money.LARGEST_MINOR, sum + next))
                >= seen.captured().minor();
    }
}
