package dev.payonce.reconcile;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.review.Review.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The rules for refunds, disputes and signs of fraud of any origin, in any order. */
final class ReversalRules {

    private ReversalRules() {}

    static void reconcile(Draft draft, Payment payment) {
        Policy.Terms terms = draft.policy.terms();
        List<Reversal> reversals =
                payment.reversals().stream().sorted(Reversal.WORST_FIRST).toList();
        HoldRules.release(draft, payment);
        HoldRules.holdAgain(draft, payment);
        for (Reversal reversal : reversals) {
            Entry line = draft.write(Fact.ReversalObserved.of(payment, reversal));
            switch (reversal.kind()) {
                case DISPUTE -> disputed(draft, payment, reversal, line, terms.disputes() == Policy.Disputes.STATUS);
                case INQUIRY -> disputed(draft, payment, reversal, line, terms.inquiry() == Policy.Inquiry.HOLD);
                case REFUND -> refundFailed(draft, payment, reversal);
                case FRAUD_REVIEW, FRAUD_WARNING -> {} // Below, by the ledger: a later lookup may not show them.
            }
        }
        HoldRules.suspect(draft, payment);
        HoldRules.lift(draft, payment);
        refunded(draft, payment, reversals);
        paidOutTwice(draft, payment, reversals);
    }

    /**
     * Moves a refunded order; the refund that completes it names the move, so that another one may move it again if
     * this one fails later.
     */
    private static void refunded(Draft draft, Payment payment, List<Reversal> reversals) {
        if (!payment.refunded() || !draft.paidBy(payment) || !wasPaid(draft) || !draft.fresh(payment)) {
            return;
        }
        reversals.stream()
                .filter(reversal -> reversal.kind() == Reversal.Kind.REFUND && reversal.state() == Reversal.State.DONE)
                .map(reversal -> draft.write(Fact.ReversalObserved.of(payment, reversal)))
                .max(Comparator.comparingLong(Entry::number))
                .ifPresent(last -> draft.move(last, Status.REFUNDED, payment, Fact.StatusReason.REFUNDED, ""));
    }

    /** Opens a review of a failed refund, since the shopper still expects the money. */
    private static void refundFailed(Draft draft, Payment payment, Reversal refund) {
        boolean hadSucceeded = draft.ledger().everDone(refund);
        boolean failed = refund.state() == Reversal.State.FAILED;
        boolean missed = hadSucceeded || draft.status() == Status.REFUNDED || paidAgain(draft, payment);
        if (failed && payment.holdsMoney() && missed) {
            String money = refund.money().text();
            draft.concern(
                    Reason.REFUND_FAILED,
                    payment,
                    "Refund " + refund.id() + " of " + money + " failed"
                            + (hadSucceeded ? " after it had succeeded" : ""),
                    refund.id());
        }
    }

    /** Reports whether another payment has paid the order since this one did, while its money was on its way back. */
    private static boolean paidAgain(Draft draft, Payment payment) {
        List<Boolean> payers = draft.ledger()
                .facts(Fact.Paid.class)
                .map(paid -> paid.externalIds().meet(payment.externalIds()))
                .toList();
        return payers.contains(true) && !payers.getLast();
    }

    /**
     * Opens a review of a refund and a dispute that crossed: only the answer to the dispute can still keep the second
     * one.
     */
    private static void paidOutTwice(Draft draft, Payment payment, List<Reversal> reversals) {
        List<Reversal> disputes = reversals.stream().filter(Reversal::disputes).toList();
        if (payment.overdrawn() && !disputes.isEmpty()) {
            String which = disputes.stream()
                    .map(dispute -> dispute.id() + " (" + dispute.state() + ")")
                    .collect(Collectors.joining(", "));
            draft.concern(
                    Reason.DISPUTED,
                    payment,
                    payment.id() + " was refunded, and " + which + " takes the same money: answer it with the refund",
                    which);
        }
    }

    /**
     * Moves a disputed order as WooCommerce's own Stripe plugin does: on hold while open, back when won, failed when all
     * of it is lost. A dispute that no rule may answer so goes to review. A merchant who wants notes only gets neither;
     * what was put on hold before is still put back.
     *
     * @param moves true where the merchant wants more than a note
     */
    private static void disputed(Draft draft, Payment payment, Reversal dispute, Entry line, boolean moves) {
        boolean payer = draft.paidBy(payment);
        switch (dispute.state()) {
            case OPEN -> {
                if (!moves || HoldRules.held(draft, payment).isPresent() || !draft.fresh(payment)) {
                    return;
                } else if (!payer || !draft.status().isPaid()) {
                    asks(draft, payment, dispute, "open: answer it");
                } else if (!HoldRules.isReleased(draft, payment.id(), line)) {
                    HoldRules.hold(draft, payment, line, Fact.StatusReason.DISPUTED);
                }
            }
            case LOST -> {
                boolean known = wasPaid(draft) || draft.status() == Status.OTHER;
                if (!moves || !payer || !known || !draft.fresh(payment)) {
                    return;
                } else if (wasPaid(draft) && lost(payment) >= payment.captured().minor()) {
                    draft.move(line, Status.FAILED, payment, Fact.StatusReason.DISPUTE_LOST, dispute.id());
                } else {
                    asks(draft, payment, dispute, "lost");
                }
            }
            case WON, PENDING, DONE, FAILED, PREVENTED -> {} // An end may lift a hold.
        }
    }

    private static long lost(Payment payment) {
        return payment.reversals().stream()
                .filter(reversal -> reversal.disputes() && reversal.state() == Reversal.State.LOST)
                .mapToLong(reversal -> reversal.money().minor())
                .sum();
    }

    /** Opens a review of a dispute, unless the payment is in review already. */
    private static void asks(Draft draft, Payment payment, Reversal dispute, String state) {
        boolean asked = draft.concerns.stream()
                .anyMatch(concern -> concern.payment().filter(payment::equals).isPresent());
        if (!asked) {
            String line = "Dispute " + dispute.id() + " of " + dispute.money().text() + " is " + state + ", and "
                    + payment.id() + " holds " + payment.net().text();
            draft.concern(Reason.DISPUTED, payment, line, dispute.id() + " " + dispute.state());
        }
    }

    /** Reports whether the order was paid; one on hold for a payment to come is not moved by what went back before. */
    private static boolean wasPaid(Draft draft) {
        return switch (draft.status()) {
            case PROCESSING, COMPLETED -> true;
            case ON_HOLD ->
                draft.ledger()
                        .lastMove()
                        .filter(moved -> moved.reason() == Fact.StatusReason.AUTHORIZED
                                || moved.reason() == Fact.StatusReason.PENDING)
                        .isEmpty();
            case PENDING, FAILED, CANCELLED, REFUNDED, TRASH, OTHER -> false;
        };
    }
}
