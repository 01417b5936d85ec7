package dev.payonce.reconcile;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Standing;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review.Reason;

/** The rules for a payment of this order that was captured. Seen late it is as true as seen now: money has moved. */
final class CapturedPaymentRules {

    private CapturedPaymentRules() {}

    static void reconcile(Draft draft, Payment payment) {
        Standing standing = draft.standing();
        if (!payment.holdsMoney()) {
            return; // Given back.
        } else if (standing.paidBy(payment)) {
            paid(draft, payment, standing);
        } else if (DuplicatePaymentRules.underWay(draft, payment)) {
            return; // About to be given back.
        } else if (standing.kind() == Standing.Kind.MARKED_PAID && capturedOnPurpose(draft, payment)) {
            write(draft, payment);
        } else if (standing.known() && !standing.owed()) {
            DuplicatePaymentRules.duplicate(draft, payment);
        } else if (ExpectedAmount.isCaptured(draft, payment)) {
            pay(draft, payment);
        } else {
            ExpectedAmount.differs(draft, payment, "captured", payment.captured());
        }
    }

    /** Returns true when the authorization of an order in a paid status was captured by our own operation. */
    private static boolean capturedOnPurpose(Draft draft, Payment payment) {
        return draft.operations().captures(payment.id()).anyMatch(Operations.Known::counts)
                && draft.order.mayBePaidVia(payment.gateway())
                && !payment.disputed()
                && ExpectedAmount.isCaptured(draft, payment);
    }

    /**
     * Restores or reviews an order that this payment paid, where another program has moved it since. While the payment is
     * disputed that is done only for an order that was on hold for it, which then goes on hold again.
     */
    private static void paid(Draft draft, Payment payment, Standing standing) {
        boolean setBack = switch (draft.status()) {
            case PENDING -> true;
            case FAILED -> readFailed(draft, payment);
            case ON_HOLD, PROCESSING, COMPLETED, CANCELLED, REFUNDED, TRASH, OTHER -> false;
        };
        boolean disputed =
                payment.disputed() && !(setBack && HoldRules.wasHeld(draft, payment) && draft.fresh(payment));
        if (disputed || meant(draft)) {
            return;
        }
        boolean worth = hasPaid(draft, payment)
                ? standing.kind() != Standing.Kind.SHORT
                : ExpectedAmount.isCaptured(draft, payment);
        if (setBack && worth) {
            write(draft, payment);
        } else if (setBack) {
            ExpectedAmount.differs(draft, payment, "holds", payment.net());
        } else if (movedByOthers(draft, payment)) {
            String line =
                    payment.id() + " paid the order and holds " + payment.net().text() + ", but the order is ";
            draft.concern(
                    Reason.PAID_BUT_CLOSED,
                    payment,
                    line + draft.status(),
                    draft.status().name());
        }
    }

    /** Returns true when a stale writer is the likely one: it had read the order before it was paid, when it was failed. */
    private static boolean readFailed(Draft draft, Payment payment) {
        return draft.ledger().entries().stream()
                .filter(line -> line.fact() instanceof Fact.Paid paid
                        && paid.from() == Status.FAILED
                        && paid.payment().equals(payment.id()))
                .anyMatch(line -> draft.now.isBefore(line.at().plus(Policy.STALE_WRITE_WITHIN)));
    }

    /** Returns true when Payonce has paid the order by this payment, and another program has closed it since. */
    static boolean movedByOthers(Draft draft, Payment payment) {
        boolean closed = switch (draft.status()) {
            case FAILED, ON_HOLD, CANCELLED, TRASH -> true;
            case REFUNDED, OTHER -> draft.order.paid().isEmpty(); // The shop has never taken it for paid.
            case PENDING, PROCESSING, COMPLETED -> false;
        };
        return closed && !meant(draft) && hasPaid(draft, payment);
    }

    private static boolean hasPaid(Draft draft, Payment payment) {
        return draft.ledger()
                .facts(Fact.Paid.class)
                .anyMatch(paid -> paid.externalIds().meet(payment.externalIds()));
    }

    /**
     * Reports whether Payonce itself moved the order after it was paid, and it is there yet: that was no accident. From an
     * order that it put on hold, or back, another program may have gone on.
     */
    private static boolean meant(Draft draft) {
        return draft.ledger()
                .lastMove()
                .filter(moved -> switch (moved.reason()) {
                    case DISPUTED, SUSPECTED_FRAUD -> draft.status() == moved.to();
                    case DISPUTE_WON, FRAUD_CLEARED, RELEASED -> false;
                    case REFUNDED, DISPUTE_LOST, AUTHORIZED, PENDING, DECLINED, VOIDED, EXPIRED -> true;
                })
                .isPresent();
    }

    private static void pay(Draft draft, Payment payment) {
        String held = payment.id() + " captured " + payment.net().text();
        if (payment.disputed()) {
            draft.concern(Reason.DISPUTED, payment, held + " and is disputed before it paid the order");
            return;
        }
        switch (draft.status()) {
            case PENDING, FAILED, ON_HOLD -> write(draft, payment);
            case CANCELLED -> late(draft, payment, held);
            case PROCESSING, COMPLETED ->
                draft.concern(Reason.PAID_OTHERWISE, payment, held + ", but the order was already marked paid");
            case REFUNDED, TRASH, OTHER ->
                draft.concern(Reason.ORDER_NOT_PAYABLE, payment, held + ", but the order is " + draft.status());
        }
    }

    private static void late(Draft draft, Payment payment, String held) {
        switch (draft.policy.terms().lateSuccess()) {
            case REOPEN -> write(draft, payment);
            case REFUND -> DuplicatePaymentRules.late(draft, payment, held);
            case REVIEW -> draft.concern(Reason.ORDER_NOT_PAYABLE, payment, held + " after the order was cancelled");
        }
    }

    /** Writes down that it pays the order: also where an operator accepts it as what was asked. */
    static Entry write(Draft draft, Payment payment) {
        return draft.write(new Fact.Paid(
                draft.status(),
                payment.gateway(),
                payment.id(),
                payment.transaction(),
                payment.externalIds(),
                payment.captured(),
                draft.order.total(),
                hasPaid(draft, payment)));
    }
}
