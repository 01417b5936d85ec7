package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.payment.Question.Reason;

/** The rules for a payment of this order that was captured. Seen late it is as true as seen now: money has moved. */
final class Captures {

    private Captures() {}

    static void settle(Draft draft, Payment payment) {
        if (draft.paidBy(payment)) {
            restore(draft, payment);
        } else if (payment.net().minor() <= 0) {
            return; // Given back before it ever paid the order.
        } else if (draft.paid()) {
            extra(draft, payment);
        } else if (asAsked(draft, payment)) {
            pay(draft, payment);
        }
    }

    /** A stale writer set a paid order back to unpaid. Its money is still here, so it is paid again, silently. */
    private static void restore(Draft draft, Payment payment) {
        boolean undone = switch (draft.status()) {
            case PENDING, FAILED -> true;
            case ON_HOLD, PROCESSING, COMPLETED, CANCELLED, REFUNDED, OTHER -> false;
        };
        boolean wasOurs = draft.ledger.facts(Fact.Paid.class).findAny().isPresent();
        if (undone && payment.net().isPositive() && !movedSincePaid(draft.ledger)) {
            if (wasOurs || asAsked(draft, payment)) {
                write(draft, payment, wasOurs);
            }
            return;
        }
        draft.ledger.entries().stream()
                .filter(line -> line.fact() instanceof Fact.Paid)
                .forEach(line -> draft.write(line.name(), line.fact()));
    }

    /** A refund or a lost dispute moved the order after it was paid: that was meant. */
    private static boolean movedSincePaid(Ledger ledger) {
        return ledger.entries().reversed().stream()
                .map(Entry::fact)
                .filter(fact -> fact instanceof Fact.Paid || fact instanceof Fact.Moved)
                .findFirst()
                .filter(Fact.Moved.class::isInstance)
                .isPresent();
    }

    private static void extra(Draft draft, Payment payment) {
        String held = payment.id() + " captured " + payment.net().text();
        if (draft.paidByNobodyNamed()) {
            draft.concern(Reason.PAID_OTHERWISE, payment, held + ", but the order was marked paid without a payment");
        } else if (payment.tag().isPresent()) {
            draft.concern(Reason.REFUND_DUE, payment, held + ", but another payment has paid the order: refund it");
        } else {
            draft.concern(Reason.EXTRA_PAYMENT, payment, held + ", but another payment has paid the order");
        }
    }

    /** What was asked is the order's total; another plugin may have rounded it differently by one minor unit. */
    private static boolean asAsked(Draft draft, Payment payment) {
        long tolerance = payment.tag().isPresent() ? 0 : Policy.TOLERANCE_MINOR;
        boolean same = draft.order
                .total()
                .filter(Money::isPositive)
                .filter(total -> payment.captured().within(tolerance, total))
                .isPresent();
        if (!same) {
            String captured = payment.captured().text();
            draft.concern(
                    Reason.AMOUNT_DIFFERS,
                    payment,
                    payment.id() + " captured " + captured + ", the order asks " + draft.asked());
        }
        return same;
    }

    private static void pay(Draft draft, Payment payment) {
        String held = payment.id() + " captured " + payment.net().text();
        if (payment.returns().stream().anyMatch(Captures::disputed)) {
            draft.concern(Reason.DISPUTED, payment, held + " and is disputed before it paid the order");
            return;
        }
        switch (draft.status()) {
            case PENDING, FAILED, ON_HOLD -> write(draft, payment, false);
            case CANCELLED -> late(draft, payment, held);
            case PROCESSING, COMPLETED ->
                draft.concern(Reason.PAID_OTHERWISE, payment, held + ", but the order was already marked paid");
            case REFUNDED, OTHER ->
                draft.concern(Reason.ORDER_NOT_PAYABLE, payment, held + ", but the order is " + draft.status());
        }
    }

    private static boolean disputed(Payment.Return back) {
        return back.kind() == Payment.Return.Kind.DISPUTE && back.state() != Payment.Return.State.WON;
    }

    private static void late(Draft draft, Payment payment, String held) {
        switch (draft.policy.lateSuccess()) {
            case REOPEN -> write(draft, payment, false);
            case REFUND ->
                draft.concern(Reason.REFUND_DUE, payment, held + " after the order was cancelled: refund it");
            case ASK -> draft.concern(Reason.ORDER_NOT_PAYABLE, payment, held + " after the order was cancelled");
        }
    }

    private static void write(Draft draft, Payment payment, boolean again) {
        long times = draft.ledger.facts(Fact.Paid.class).count();
        draft.write(
                times == 0 ? "paid" : "paid#" + (times + 1),
                new Fact.Paid(
                        payment.gateway(),
                        payment.id(),
                        payment.transaction(),
                        payment.names(),
                        payment.captured(),
                        again));
    }
}
