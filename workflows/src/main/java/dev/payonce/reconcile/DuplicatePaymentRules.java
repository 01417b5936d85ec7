package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.ledger.Refunds;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Money that was captured and that the order does not need. A rule gives it back on its own only when it is ours, whole,
 * seen just now, and nobody was asked about it; whatever was asked is decided by a person. Each payment is given back by
 * one operation at a time, so that it goes back once.
 */
final class DuplicatePaymentRules {

    private final Draft draft;
    private final List<Payment> current;
    private final ExternalIds lookedUp;
    private final boolean refundWished;

    /**
     * @param current the order's payments that were settled so far, whoever paid it first
     * @param refundWished whether somebody asks for a refund at this very moment, perhaps because of this money
     */
    DuplicatePaymentRules(Draft draft, List<Payment> current, ExternalIds lookedUp, boolean refundWished) {
        this.draft = draft;
        this.current = current;
        this.lookedUp = lookedUp;
        this.refundWished = refundWished;
    }

    /** The order was paid by another payment. */
    void duplicate(Payment payment) {
        if (!draft.fresh(payment)) {
            return;
        }
        String held = payment.id() + " captured " + payment.net().text() + ", but ";
        if (draft.paidBy().externalIds().none()) {
            draft.concern(Reason.PAID_OTHERWISE, payment, held + "the order was marked paid without a payment");
            return;
        }
        String twice = held + "another payment has paid the order";
        boolean ask = draft.policy.terms().duplicatePayment() == Policy.DuplicatePayment.REVIEW;
        if (payment.tag().isEmpty() || payment.disputed()) {
            draft.concern(Reason.DUPLICATE_PAYMENT, payment, twice);
        } else if (refundWished) {
            draft.refreshNow(Lookup.of(payment)); // What that comes to is known first.
        } else if (payersSeen(payment)) {
            if (!payersKeep()) {
                draft.concern(Reason.DUPLICATE_PAYMENT, payment, twice);
            } else if (ask || forgotten(payment)) {
                draft.concern(Reason.REFUND_DUE, payment, twice + ": refund it");
            } else {
                giveBack(payment, Cause.DUPLICATE, RefundReason.DUPLICATE, twice);
            }
        }
    }

    /** The order was cancelled before the payment was captured, and the merchant does not want it. */
    void late(Payment payment, String held) {
        String late = held + " after the order was cancelled";
        if (!draft.fresh(payment)) {
            return;
        }
        if (forgotten(payment)) {
            draft.concern(Reason.REFUND_DUE, payment, late + ": refund it");
        } else {
            giveBack(payment, Cause.LATE, RefundReason.NONE, late);
        }
    }

    /** What was to go back and did not never rests in silence: it is looked at whenever anything of the order is. */
    void refreshAtWhatStayed() {
        Map<String, Refunds.Made> last = new LinkedHashMap<>();
        draft.refunds().all().stream()
                .filter(made -> made.operation().cause() != Cause.WISH)
                .forEach(made -> last.put(made.operation().payment(), made));
        last.forEach((payment, made) -> {
            boolean stayed = made.cameToNothing()
                    && !lookedUp.contains(payment)
                    && Optional.ofNullable(draft.ledger().lastObserved().get(payment))
                            .filter(seen -> !PaymentSummary.givenBack(seen, draft.ledger()))
                            .isPresent();
            if (stayed) {
                draft.refreshNow(new Lookup(made.operation().header().gateway(), ExternalIds.of(payment)));
            }
        });
    }

    /** A person wants it given back, whoever made it. Without effect where that is not possible any more. */
    static void decided(Draft draft, Payment payment) {
        boolean possible = payment.holdsMoney() && !payment.disputed() && !draft.paidBy(payment);
        if (possible && draft.seenJustNow(payment) && !underWay(draft, payment) && !draft.wild()) {
            open(draft, payment, Cause.DECIDED, draft.paidBy().known() ? RefundReason.DUPLICATE : RefundReason.NONE);
        }
    }

    /** While it is on its way back it neither pays an order nor is asked about. */
    static boolean underWay(Draft draft, Payment payment) {
        return draft.refunds().underWay(payment);
    }

    /** Whether whoever paid was seen just now; if not, that is looked at first. A payer that is nowhere counts as seen. */
    private boolean payersSeen(Payment payment) {
        List<Payment> payers = payers();
        if (!payers.isEmpty()) {
            return payers.stream().filter(draft::fresh).count() == payers.size();
        }
        ExternalIds externalIds = draft.paidBy().externalIds();
        Lookup paidBy = draft.ledger().lastObserved().values().stream()
                .filter(seen -> seen.externalIds().meet(externalIds))
                .reduce((_, last) -> last)
                .map(seen -> new Lookup(seen.gateway(), ExternalIds.of(seen.payment())))
                .orElseGet(() -> new Lookup(payment.gateway(), externalIds));
        boolean nowhere = paidBy.objects().meet(lookedUp);
        if (!nowhere) {
            draft.refreshNow(paidBy);
        }
        return nowhere;
    }

    /** Only while the merchant holds all that the order was paid with is anything else too much. */
    private boolean payersKeep() {
        List<Payment> payers = payers();
        return !payers.isEmpty()
                && payers.stream()
                        .allMatch(paidBy -> paidBy.holdsMoney()
                                && paidBy.net().equals(paidBy.captured())
                                && !paidBy.disputed()
                                && !underWay(draft, paidBy)
                                && ExpectedAmount.suffices(draft, paidBy));
    }

    private List<Payment> payers() {
        return current.stream().filter(draft::paidBy).toList();
    }

    private void giveBack(Payment payment, Cause cause, RefundReason reason, String held) {
        List<Refunds.Made> tried = draft.refunds().of(payment).toList();
        Optional<String> inVain = inVain(tried);
        if (inVain.isEmpty() && waits(tried) && !asked(payment)) {
            draft.refreshAgain(Lookup.of(payment), tried.getLast().known().since());
            return;
        }
        inVain.or(() -> asked(payment) ? Optional.of("a person was asked before") : tooMany())
                .ifPresentOrElse(
                        why -> draft.concern(Reason.REFUND_DUE, payment, held + "; " + why + ": refund it"),
                        () -> open(draft, payment, cause, reason));
    }

    private static Optional<String> inVain(List<Refunds.Made> tried) {
        boolean inVain =
                tried.size() >= Policy.REFUNDS || !tried.stream().allMatch(DuplicatePaymentRules::mayBeTriedAgain);
        return inVain
                ? tried.getLast().known().last().map(last -> "a refund was tried in vain (" + last.detail() + ")")
                : Optional.empty();
    }

    /** Not what the gateway does not take, what it undid, nor what a person has given up. */
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

    /** What the gateway turned down a moment ago it will turn down now: a merchant's balance takes time to fill. */
    private boolean waits(List<Refunds.Made> tried) {
        return !tried.isEmpty()
                && draft.now.isBefore(tried.getLast().known().since().plus(Policy.REFUND_AGAIN));
    }

    private Optional<String> tooMany() {
        long counted = draft.ledger().refundsLastHour()
                + draft.added().stream().filter(Entry::isAutomaticRefund).count();
        if (counted >= draft.policy.terms().refundsPerHour()) {
            return Optional.of("too many were refunded within an hour");
        }
        return draft.wild() ? Optional.of("the order had too many operations") : Optional.empty();
    }

    /** What the ledger does not remember to have charged, no rule moves: it may have forgotten more than that. */
    private boolean forgotten(Payment payment) {
        return draft.operations().chargeOf(payment).isEmpty();
    }

    /** What a person was asked, no rule decides, whatever the policy says by now. */
    private boolean asked(Payment payment) {
        return draft.ledger()
                .facts(Fact.ReviewOpened.class)
                .anyMatch(asked -> asked.review().actions().contains(new ReviewAction.RefundDuplicate(payment.id())));
    }

    private static void open(Draft draft, Payment payment, Cause cause, RefundReason why) {
        Duration within = cause.automatic() ? Policy.CHARGE_WITHIN : Policy.MOVE_WITHIN;
        draft.open(
                payment.gateway(),
                within,
                header -> new Operation.Refund(header, payment.id(), payment.net(), 0, why, cause));
    }
}
