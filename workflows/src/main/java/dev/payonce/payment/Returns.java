package dev.payonce.payment;

import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Question.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rules for money on its way back: refunds and disputes, whoever made them, in whatever order they come. */
final class Returns {

    /** The worst dispute decides where the order goes; the id makes the order of the list irrelevant. */
    private static final Comparator<Return> WORST_FIRST =
            Comparator.comparing(Return::state).reversed().thenComparing(Return::id);

    private Returns() {}

    static void settle(Draft draft, Payment payment) {
        List<Return> returns = payment.returns().stream().sorted(WORST_FIRST).toList();
        for (Return back : returns) {
            String line = record(draft, payment, back);
            if (back.kind() == Return.Kind.DISPUTE) {
                disputed(draft, payment, back, "moved:" + line);
            } else if (back.state() == Return.State.FAILED) {
                refundFailed(draft, payment, back);
            }
        }
        refunded(draft, payment, returns);
        paidOutTwice(draft, payment, returns);
    }

    private static String record(Draft draft, Payment payment, Return back) {
        String line = Series.of(draft.ledger, back).line(back.state().name());
        return draft.write(line, new Fact.Returned(payment.gateway(), payment.id(), back))
                .name();
    }

    /** The refund that made it whole names the move: should it fail later, another one may move the order again. */
    private static void refunded(Draft draft, Payment payment, List<Return> returns) {
        if (!payment.refunded() || !draft.paidBy(payment) || !wasPaid(draft.status()) || !draft.fresh(payment)) {
            return;
        }
        returns.stream()
                .filter(back -> back.kind() == Return.Kind.REFUND && back.state() == Return.State.DONE)
                .map(back -> Series.of(draft.ledger, back).line(back.state().name()))
                .max(Comparator.naturalOrder())
                .ifPresent(last -> draft.move("moved:" + last, Status.REFUNDED, payment, Fact.Why.REFUNDED, ""));
    }

    /** The shopper was told that the money is on its way back, and it is not. */
    private static void refundFailed(Draft draft, Payment payment, Return refund) {
        boolean hadSucceeded = Series.of(draft.ledger, refund).was(Return.State.DONE.name());
        if (payment.holdsMoney() && (hadSucceeded || draft.status() == Status.REFUNDED)) {
            String money = refund.money().text();
            draft.concern(
                    Reason.REFUND_FAILED,
                    payment,
                    "Refund " + refund.id() + " of " + money + " failed"
                            + (hadSucceeded ? " after it had succeeded" : ""),
                    refund.id());
        }
    }

    /** A refund and a dispute that crossed each other: only the answer to the dispute can still keep the second one. */
    private static void paidOutTwice(Draft draft, Payment payment, List<Return> returns) {
        List<Return> disputes = returns.stream()
                .filter(back -> back.kind() == Return.Kind.DISPUTE)
                .filter(back -> back.state() == Return.State.OPEN || back.state() == Return.State.LOST)
                .toList();
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
     * As WooCommerce's own Stripe plugin does: on hold while open, back when won, failed when lost. A merchant who wants
     * notes only gets no move; what was put on hold before is still put back.
     */
    private static void disputed(Draft draft, Payment payment, Return dispute, String move) {
        if (!draft.paidBy(payment)) {
            return;
        }
        boolean moves = draft.policy.terms().disputes() == Policy.Disputes.STATUS;
        switch (dispute.state()) {
            case OPEN -> {
                if (moves
                        && (draft.status() == Status.PROCESSING || draft.status() == Status.COMPLETED)
                        && draft.fresh(payment)) {
                    draft.move(move, Status.ON_HOLD, payment, Fact.Why.DISPUTED, dispute.id());
                }
            }
            case WON -> {
                if (draft.status() == Status.ON_HOLD && !payment.disputed() && draft.fresh(payment)) {
                    before(draft.ledger, payment)
                            .ifPresent(status -> draft.move(move, status, payment, Fact.Why.DISPUTE_WON, dispute.id()));
                }
            }
            case LOST -> {
                if (moves && wasPaid(draft.status()) && draft.fresh(payment)) {
                    draft.move(move, Status.FAILED, payment, Fact.Why.DISPUTE_LOST, dispute.id());
                }
            }
            case PENDING, DONE, FAILED -> {}
        }
    }

    /** The status that the order had before a dispute of this payment put it on hold, if nothing has moved it since. */
    private static Optional<Status> before(Ledger ledger, Payment payment) {
        return ledger.lastMove()
                .filter(moved ->
                        moved.why() == Fact.Why.DISPUTED && moved.payment().equals(payment.id()))
                .map(Fact.Moved::from);
    }

    private static boolean wasPaid(Status status) {
        return switch (status) {
            case PROCESSING, COMPLETED, ON_HOLD -> true;
            case PENDING, FAILED, CANCELLED, REFUNDED, OTHER -> false;
        };
    }
}
