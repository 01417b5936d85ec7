package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Operations;
import dev.payonce.money.Money;
import dev.payonce.payment.Payment;
import java.util.Optional;

/**
 * The amount that a payment must have captured to pay its order.
 *
 * <p>Two comparisons, and both are needed. The captured amount is what Payonce asked, or the order's total now. And it is
 * not less than the order's total now: a total that is raised during 3-D Secure, or after an authorization, is not paid
 * by the amount that was asked before. A partial capture that the store asked for is the one exception; it is enough
 * while the order asks no more than its charge did.
 */
final class ExpectedAmount {

    private ExpectedAmount() {}

    /** Returns true when the payment has captured enough, and no other amount than was expected. */
    static boolean isCaptured(Draft draft, Payment payment) {
        Optional<Money> asked = asked(draft, payment);
        boolean expected =
                asked.filter(payment.captured()::equals).isPresent() || isTotal(draft, payment.captured(), payment);
        return expected && isEnough(draft, payment, asked);
    }

    /** Returns true when the payment was made for the amount of its charge, or for the order's total. */
    static boolean isAmount(Draft draft, Payment payment) {
        return draft.operations()
                .chargeOf(payment)
                .map(charge -> payment.amount().equals(charge.money()))
                .orElseGet(() -> isTotal(draft, payment.amount(), payment));
    }

    /** Returns the sum of the captures, or the whole charge; empty for a payment of another program. */
    private static Optional<Money> asked(Draft draft, Payment payment) {
        return draft.operations()
                .chargeOf(payment)
                .map(charge -> captures(draft, payment).orElse(charge.money()));
    }

    private static Optional<Money> captures(Draft draft, Payment payment) {
        return draft.operations()
                .captures(payment.id())
                .filter(Operations.Known::counts)
                .map(known -> ((Operation.Capture) known.operation()).money())
                .reduce(Money::plus);
    }

    private static boolean isEnough(Draft draft, Payment payment, Optional<Money> asked) {
        Optional<Money> total = draft.order.total().filter(Money::isPositive);
        boolean byCaptures = asked.filter(payment.captured()::equals).isPresent()
                && captures(draft, payment).isPresent();
        Optional<Money> covered = byCaptures
                ? draft.operations().chargeOf(payment).map(Operation.Charge::money)
                : Optional.of(payment.captured());
        return total.flatMap(asks -> covered.map(money ->
                        money.currency().equals(asks.currency()) && money.minor() + tolerance(payment) >= asks.minor()))
                .orElse(false);
    }

    /** Another plugin may have rounded the total by one minor unit. */
    private static boolean isTotal(Draft draft, Money money, Payment payment) {
        return draft.order
                .total()
                .filter(Money::isPositive)
                .filter(total -> money.within(tolerance(payment), total))
                .isPresent();
    }

    private static long tolerance(Payment payment) {
        return payment.tag().isPresent() ? 0 : Policy.tolerance(payment.amount().currency());
    }
}
