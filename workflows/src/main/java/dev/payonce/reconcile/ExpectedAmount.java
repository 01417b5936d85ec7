package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Operations;
import dev.payonce.money.Money;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review.Reason;
import java.util.Optional;

/**
 * The amount that a payment must have captured to pay its order.
 *
 * <p>Two comparisons, and both are needed. The captured amount is what Payonce asked, or the order's total now. And it is
 * not less than the order's total now. A total that is raised during 3-D Secure, or after an authorization, is not
 * paid by the amount that was asked before. A partial capture that the store asked for is the one exception; it is
 * enough while the order asks no more than its charge did.
 */
final class ExpectedAmount {

    private ExpectedAmount() {}

    /** Returns true when the payment has captured enough, and no other amount than was expected. */
    static boolean isCaptured(Draft draft, Payment payment) {
        return isTotal(draft, payment.captured(), payment) || isAsAsked(draft, payment);
    }

    /** Returns true when it captured what Payonce asked, and the order asks no more than that now. */
    private static boolean isAsAsked(Draft draft, Payment payment) {
        Optional<Money> charged = draft.operations().chargeOf(payment).map(Operation.Charge::money);
        Optional<Money> captures = draft.operations().captured(payment.id());
        if (charged.isEmpty() || !captures.or(() -> charged).equals(Optional.of(payment.captured()))) {
            return false;
        }
        boolean part = captures.isPresent() && isLast(draft, payment);
        return coversTotal(draft, part ? charged.get() : payment.captured(), payment);
    }

    /** Opens a review of a payment whose amount is not the one that the order asks. */
    static void differs(Draft draft, Payment payment, String did, Money money) {
        String asked = draft.order.total().map(Money::text).orElse("an amount that cannot be read");
        String line = payment.id() + " " + did + " " + money.text() + ", the order asks " + asked;
        draft.concern(Reason.AMOUNT_DIFFERS, payment, line, asked);
    }

    /** Returns true when the store has said that no more of it will be captured. */
    private static boolean isLast(Draft draft, Payment payment) {
        return draft.operations()
                .captures(payment.id())
                .filter(Operations.Known::counts)
                .anyMatch(known -> ((Operation.Capture) known.operation()).last());
    }

    /** Returns true when the order could be paid with it, or was: also where an operator accepted it. */
    static boolean suffices(Draft draft, Payment payment) {
        return isCaptured(draft, payment)
                || draft.ledger()
                        .facts(Fact.Paid.class)
                        .anyMatch(paid -> paid.externalIds().meet(payment.externalIds()));
    }

    /** Returns true when the payment was made for the amount of its charge, or for the order's total. */
    static boolean isAmount(Draft draft, Payment payment) {
        return isTotal(draft, payment.amount(), payment)
                || draft.operations()
                        .chargeOf(payment)
                        .filter(charge -> payment.amount().equals(charge.money()))
                        .isPresent();
    }

    /** Returns the order's total, where the authorized amount covers it: a rule captures no more than that. */
    static Optional<Money> toCapture(Draft draft, Payment payment) {
        return total(draft).filter(total -> payment.amount().covers(0, total));
    }

    private static boolean coversTotal(Draft draft, Money money, Payment payment) {
        return total(draft)
                .filter(total -> money.covers(tolerance(payment), total))
                .isPresent();
    }

    /** Reports whether it is the total, which another plugin may have rounded by one minor unit. */
    private static boolean isTotal(Draft draft, Money money, Payment payment) {
        return total(draft)
                .filter(total -> money.within(tolerance(payment), total))
                .isPresent();
    }

    /** Returns what the order asks; empty where that cannot be paid. */
    private static Optional<Money> total(Draft draft) {
        return draft.order.total().filter(Money::isPositive);
    }

    private static long tolerance(Payment payment) {
        return payment.tag().isPresent() ? 0 : Money.rounding(payment.amount().currency());
    }
}
