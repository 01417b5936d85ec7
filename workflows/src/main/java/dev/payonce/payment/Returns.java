package dev.payonce.payment;

import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Question.Reason;
import java.util.Locale;

/** The rules for money on its way back: refunds and disputes, whoever made them, in whatever order they come. */
final class Returns {

    private Returns() {}

    static void settle(Draft draft, Payment payment) {
        payment.returns().forEach(back -> settle(draft, payment, back));
        long refunded = payment.returns().stream()
                .filter(back -> back.kind() == Return.Kind.REFUND && back.state() == Return.State.DONE)
                .mapToLong(back -> back.money().minor())
                .reduce(0, Math::addExact);
        boolean all = payment.captured().isPositive()
                && refunded >= payment.captured().minor();
        if (all && draft.paidBy(payment) && paidStatus(draft.status()) && draft.fresh(payment)) {
            draft.move("moved:" + payment.id() + "=refunded", Status.REFUNDED, payment, Fact.Why.REFUNDED, "");
        }
    }

    private static void settle(Draft draft, Payment payment, Return back) {
        String kind = back.kind().name().toLowerCase(Locale.ROOT);
        Series series = Series.of(draft.ledger, kind + ":" + back.id() + "#");
        String line = series.line(back.state().name());
        draft.write(line, new Fact.Returned(payment.gateway(), payment.id(), back));
        if (back.kind() == Return.Kind.DISPUTE) {
            disputed(draft, payment, back, "moved:" + line);
        } else if (back.state() == Return.State.FAILED && series.was(Return.State.DONE.name())) {
            draft.concern(
                    Reason.REFUND_FAILED,
                    payment,
                    "Refund " + back.id() + " of " + back.money().text() + " failed after it had succeeded");
        }
    }

    /** As WooCommerce's own Stripe plugin does: on hold while open, back when won, failed when lost. */
    private static void disputed(Draft draft, Payment payment, Return dispute, String move) {
        if (!draft.paidBy(payment) || !draft.fresh(payment)) {
            return;
        }
        switch (dispute.state()) {
            case OPEN -> {
                if (paidStatus(draft.status()) && draft.status() != Status.ON_HOLD) {
                    draft.move(move, Status.ON_HOLD, payment, Fact.Why.DISPUTED, dispute.id());
                }
            }
            case WON -> {
                if (draft.status() == Status.ON_HOLD) {
                    before(draft.ledger, dispute)
                            .ifPresent(status -> draft.move(move, status, payment, Fact.Why.DISPUTE_WON, dispute.id()));
                }
            }
            case LOST -> {
                if (paidStatus(draft.status())) {
                    draft.move(move, Status.FAILED, payment, Fact.Why.DISPUTE_LOST, dispute.id());
                }
            }
            case PENDING, DONE, FAILED -> {}
        }
    }

    /** The status that the order had before this dispute put it on hold. */
    private static java.util.Optional<Status> before(Ledger ledger, Return dispute) {
        return ledger.facts(Fact.Moved.class)
                .filter(moved ->
                        moved.why() == Fact.Why.DISPUTED && moved.detail().equals(dispute.id()))
                .map(Fact.Moved::from)
                .reduce((_, last) -> last);
    }

    private static boolean paidStatus(Status status) {
        return switch (status) {
            case PROCESSING, COMPLETED, ON_HOLD -> true;
            case PENDING, FAILED, CANCELLED, REFUNDED, OTHER -> false;
        };
    }
}
