package dev.payonce.reconcile;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review.Reason;

/** The rules for a payment of this order that was captured. Seen late it is as true as seen now: money has moved. */
final class CapturedPaymentRules {

    private CapturedPaymentRules() {}

    static void reconcile(Draft draft, Payment payment, DuplicatePaymentRules duplicate) {
        if (draft.paidBy(payment)) {
            restore(draft, payment);
        } else if (!payment.holdsMoney() || DuplicatePaymentRules.underWay(draft, payment)) {
            return; // Given back, or about to be, before it ever paid the order.
        } else if (draft.paidBy().known()) {
            duplicate.duplicate(payment);
        } else if (ExpectedAmount.isCaptured(draft, payment)) {
            pay(draft, payment, duplicate);
        } else {
            String captured = payment.captured().text();
            differs(draft, payment, payment.id() + " captured " + captured);
        }
    }

    /** Whether the payment would pay an order that waits for it, if no other came first. */
    static boolean worthy(Draft draft, Payment payment) {
        return payment.holdsMoney() && !payment.disputed() && ExpectedAmount.isCaptured(draft, payment);
    }

    static void differs(Draft draft, Payment payment, String did) {
        draft.concern(Reason.AMOUNT_DIFFERS, payment, did + ", the order asks " + draft.asked(), draft.asked());
    }

    /** A stale writer set a paid order back to unpaid. Its money is still here, so it is paid again, silently. */
    private static void restore(Draft draft, Payment payment) {
        boolean undone = draft.status() == Status.PENDING || draft.status() == Status.FAILED;
        if (!undone || !payment.holdsMoney() || payment.disputed() || meant(draft.ledger())) {
            return;
        }
        if (draft.ledger()
                .facts(Fact.Paid.class)
                .anyMatch(paid -> paid.externalIds().meet(payment.externalIds()))) {
            write(draft, payment, true);
        } else if (ExpectedAmount.isCaptured(draft, payment)) {
            write(draft, payment, false);
        } else {
            differs(
                    draft,
                    payment,
                    payment.id() + " captured " + payment.captured().text());
        }
    }

    /** A refund or a dispute moved the order after it was paid: that was no accident. */
    private static boolean meant(Ledger ledger) {
        return ledger.lastMove()
                .filter(moved -> switch (moved.reason()) {
                    case REFUNDED, DISPUTED, DISPUTE_LOST -> true;
                    case AUTHORIZED, PENDING, DECLINED, VOIDED, EXPIRED, DISPUTE_WON -> false;
                })
                .isPresent();
    }

    private static void pay(Draft draft, Payment payment, DuplicatePaymentRules duplicate) {
        String held = payment.id() + " captured " + payment.net().text();
        if (payment.disputed()) {
            draft.concern(Reason.DISPUTED, payment, held + " and is disputed before it paid the order");
            return;
        }
        switch (draft.status()) {
            case PENDING, FAILED, ON_HOLD -> write(draft, payment, false);
            case CANCELLED -> late(draft, payment, duplicate, held);
            case PROCESSING, COMPLETED ->
                draft.concern(Reason.PAID_OTHERWISE, payment, held + ", but the order was already marked paid");
            case REFUNDED, TRASH, OTHER ->
                draft.concern(Reason.ORDER_NOT_PAYABLE, payment, held + ", but the order is " + draft.status());
        }
    }

    /** An operator says that this payment is what was asked. */
    static void accept(Draft draft, Payment payment) {
        if (payment.holdsMoney() && !draft.paidBy().known() && !DuplicatePaymentRules.underWay(draft, payment)) {
            write(draft, payment, false);
        }
    }

    private static void late(Draft draft, Payment payment, DuplicatePaymentRules duplicate, String held) {
        switch (draft.policy.terms().lateSuccess()) {
            case REOPEN -> write(draft, payment, false);
            case REFUND -> duplicate.late(payment, held);
            case REVIEW -> draft.concern(Reason.ORDER_NOT_PAYABLE, payment, held + " after the order was cancelled");
        }
    }

    private static void write(Draft draft, Payment payment, boolean again) {
        draft.write(new Fact.Paid(
                payment.gateway(),
                payment.id(),
                payment.transaction(),
                payment.externalIds(),
                payment.captured(),
                again));
    }
}
