package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Refunds;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.request.Request;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules for captured money that the order does not need. A rule refunds it only when it is ours, whole, just
 * observed, and was never under review; an operator decides about reviews. One operation at a time refunds a payment,
 * so that it is refunded once.
 */
final class DuplicatePaymentRules {

    private DuplicatePaymentRules() {}

    static void duplicate(Draft draft, Payment payment) {
        if (!draft.fresh(payment)) {
            return;
        }
        String held = payment.id() + " captured " + payment.net().text() + ", but ";
        if (draft.standing().payers().none()) {
            draft.concern(Reason.PAID_OTHERWISE, payment, held + "the order was marked paid without a payment");
            return;
        }
        String twice = held + "another payment has paid the order";
        boolean ask = draft.policy.terms().duplicatePayment() == Policy.DuplicatePayment.REVIEW;
        if (payment.tag().isEmpty() || payment.disputed()) {
            draft.concern(Reason.DUPLICATE_PAYMENT, payment, twice);
        } else if (draft.command.requests().stream().anyMatch(Request.Refund.class::isInstance)) {
            draft.refreshNow(Lookup.of(payment)); // What that comes to is known first.
        } else if (payersSeen(draft, payment)) {
            if (!payersKeep(draft)) {
                draft.concern(Reason.DUPLICATE_PAYMENT, payment, twice);
            } else if (ask || forgotten(draft, payment)) {
                draft.concern(Reason.REFUND_DUE, payment, twice + ": refund it");
            } else {
                giveBack(draft, payment, Cause.DUPLICATE, RefundReason.DUPLICATE, twice);
            }
        }
    }

    /** Handles a capture after the cancellation, which the merchant does not want. */
    static void late(Draft draft, Payment payment, String held) {
        String late = held + " after the order was cancelled";
        if (!draft.fresh(payment)) {
            return;
        }
        if (forgotten(draft, payment)) {
            draft.concern(Reason.REFUND_DUE, payment, late + ": refund it");
        } else {
            giveBack(draft, payment, Cause.LATE, RefundReason.NONE, late);
        }
    }

    /** Refreshes a refund that failed, whenever any payment of the order is refreshed. */
    static void refreshWhatStayed(Draft draft) {
        Map<String, Refunds.Made> last = new LinkedHashMap<>();
        draft.ledger().refunds().all().stream()
                .filter(made -> made.operation().cause() != Cause.REQUEST)
                .forEach(made -> last.put(made.operation().payment(), made));
        last.forEach((payment, made) -> {
            boolean stayed = made.cameToNothing()
                    && !draft.seen.lookedUp().contains(payment)
                    && draft.ledger()
                            .lastObserved(payment)
                            .filter(seen -> draft.ledger().net(seen) > 0)
                            .isPresent();
            if (stayed) {
                draft.refreshNow(Lookup.of(made.operation().header().gateway(), payment));
            }
        });
    }

    /**
     * Reports whether an operator may have it refunded, ours or not: it has not paid the order, or another program has
     * closed the order that it paid.
     */
    static boolean mayDecide(Draft draft, Payment payment, boolean closed) {
        return payment.holdsMoney()
                && !payment.disputed()
                && (closed || !draft.paidBy(payment))
                && !underWay(draft, payment)
                && !draft.wild();
    }

    static Operation decided(Draft draft, Payment payment) {
        boolean second = draft.standing().known() && !draft.paidBy(payment);
        return open(draft, payment, Cause.DECIDED, second ? RefundReason.DUPLICATE : RefundReason.NONE);
    }

    /** Reports whether a refund is under way: until its end the payment neither pays an order nor is reviewed. */
    static boolean underWay(Draft draft, Payment payment) {
        return draft.ledger().refunds().underWay(payment);
    }

    /**
     * Reports whether the payers were just observed; if not, they are refreshed first. A payer that is nowhere counts
     * as observed.
     */
    private static boolean payersSeen(Draft draft, Payment payment) {
        List<Payment> payers = payers(draft);
        if (!payers.isEmpty()) {
            return payers.stream().filter(draft::fresh).count() == payers.size();
        }
        ExternalIds externalIds = draft.standing().payers();
        Lookup paidBy = draft.ledger().lastObserved().values().stream()
                .filter(seen -> seen.externalIds().meet(externalIds))
                .reduce((_, last) -> last)
                .map(Fact.PaymentObserved::lookup)
                .orElseGet(() -> new Lookup(payment.gateway(), externalIds));
        boolean nowhere = paidBy.objects().meet(draft.seen.lookedUp());
        if (!nowhere) {
            draft.refreshNow(paidBy);
        }
        return nowhere;
    }

    /** Reports whether the merchant holds all that the order was paid with; only then is other money too much. */
    private static boolean payersKeep(Draft draft) {
        List<Payment> payers = payers(draft);
        return !payers.isEmpty()
                && payers.stream()
                        .allMatch(paidBy -> paidBy.holdsMoney()
                                && paidBy.net().equals(paidBy.captured())
                                && !paidBy.disputed()
                                && !underWay(draft, paidBy)
                                && ExpectedAmount.suffices(draft, paidBy));
    }

    private static List<Payment> payers(Draft draft) {
        return draft.current.stream().filter(draft::paidBy).toList();
    }

    private static void giveBack(Draft draft, Payment payment, Cause cause, RefundReason reason, String held) {
        List<Refunds.Made> tried = draft.ledger().refunds().of(payment).toList();
        Optional<String> exhausted = exhausted(tried);
        if (exhausted.isEmpty() && waits(draft, tried) && !asked(draft, payment)) {
            draft.refreshAgain(Lookup.of(payment), tried.getLast().known().since());
            return;
        }
        exhausted
                .or(() -> asked(draft, payment) ? Optional.of("it was under review before") : tooMany(draft))
                .ifPresentOrElse(
                        why -> draft.concern(Reason.REFUND_DUE, payment, held + "; " + why + ": refund it"),
                        () -> open(draft, payment, cause, reason));
    }

    private static Optional<String> exhausted(List<Refunds.Made> tried) {
        boolean exhausted =
                tried.size() >= Policy.REFUNDS || !tried.stream().allMatch(DuplicatePaymentRules::mayBeTriedAgain);
        return exhausted
                ? tried.getLast().known().last().map(last -> "a refund failed after all tries (" + last.detail() + ")")
                : Optional.empty();
    }

    /**
     * Reports whether a refund may be tried again: not one that the gateway rejects or has undone, nor one that an
     * operator gave up.
     */
    private static boolean mayBeTriedAgain(Refunds.Made made) {
        return made.known()
                .last()
                .filter(last -> switch (last.status()) {
                    case DECLINED -> last.mayRetry();
                    case ABSENT -> true;
                    case DONE -> !made.succeeded();
                    case DUE, REFUSED, UNKNOWN, RESENT, GIVEN_UP -> false;
                })
                .isPresent();
    }

    /** Waits after a decline, since the gateway would decline again: a merchant's balance takes time to fill. */
    private static boolean waits(Draft draft, List<Refunds.Made> tried) {
        return !tried.isEmpty()
                && draft.now.isBefore(tried.getLast().known().since().plus(Policy.REFUND_AGAIN));
    }

    private static Optional<String> tooMany(Draft draft) {
        long counted = draft.ledger().refundsLastHour()
                + draft.added().stream().filter(Entry::isAutomaticRefund).count();
        if (counted >= draft.policy.terms().refundsPerHour()) {
            return Optional.of("too many were refunded within an hour");
        }
        return draft.wild() ? Optional.of("the order had too many operations") : Optional.empty();
    }

    /**
     * Reports whether the ledger lacks the payment's charge; no rule moves such money, since the ledger may lack more.
     */
    private static boolean forgotten(Draft draft, Payment payment) {
        return draft.operations().chargeOf(payment).isEmpty();
    }

    /** Reports whether it was under review before; then no rule decides, whatever the policy is now. */
    private static boolean asked(Draft draft, Payment payment) {
        return draft.ledger()
                .facts(Fact.ReviewOpened.class)
                .anyMatch(asked -> asked.review().actions().contains(new ReviewAction.RefundDuplicate(payment.id())));
    }

    private static Operation open(Draft draft, Payment payment, Cause cause, RefundReason why) {
        Duration within = cause.automatic() ? Policy.CHARGE_WITHIN : Policy.MOVE_WITHIN;
        return draft.open(
                payment.gateway(),
                within,
                header -> new Operation.Refund(header, payment.id(), payment.net(), 0, why, cause));
    }
}
