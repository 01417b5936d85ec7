package dev.payonce.sandbox.stripe;

import dev.payonce.sandbox.stripe.Charge.Dispute;
import dev.payonce.sandbox.stripe.Charge.Refund;
import dev.payonce.sandbox.stripe.Charge.State;
import dev.payonce.sandbox.stripe.Intents.Stamp;

/** Money that goes back after it was taken: refunds and disputes, as somebody makes them outside of Payonce. */
final class Returns {

    private Returns() {}

    /** Stripe shows reserved money that it lets go as a refund, although nothing was taken. */
    static Refund release(Stamp stamp, long amount) {
        return new Refund(stamp.name("re_3"), stamp.now(), amount, "succeeded", true);
    }

    static Move refund(Intent intent, Stamp stamp, long amount) {
        Charge charge = captured(intent, "refunded");
        if (amount < 1 || amount > charge.refundable()) {
            throw Refusal.invalid(
                    charge.refundable() == 0 ? "charge_already_refunded" : "amount_too_large",
                    "amount",
                    "Refund amount is greater than unrefunded amount on charge");
        }
        Refund refund = new Refund(stamp.name("re_3"), stamp.now(), amount, "succeeded", false);
        return Move.to(intent.with(charge.with(refund)))
                .with(Journal.Kind.REFUNDED, amount)
                .telling("refund.created", "charge.refunded");
    }

    /** The newest refund bounces: the shopper's bank sent the money back, days after it had succeeded. */
    static Move failRefund(Intent intent) {
        Charge charge = captured(intent, "refunded");
        Refund last = charge.refunds().stream()
                .filter(refund -> refund.stands() && !refund.release())
                .reduce((_, newer) -> newer)
                .orElseThrow(() -> Refusal.missing("refund", "refund", intent.id()));
        Refund failed = new Refund(last.id(), last.created(), last.amount(), "failed", false);
        return Move.to(intent.with(charge.with(failed)))
                .with(Journal.Kind.REFUND_FAILED, last.amount())
                .telling("refund.failed", "refund.updated", "charge.refund.updated");
    }

    static Move dispute(Intent intent, Stamp stamp) {
        Charge charge = captured(intent, "disputed");
        Dispute dispute = new Dispute(stamp.name("dp_1"), stamp.now(), charge.captured(), "needs_response");
        return Move.to(intent.with(charge.with(dispute)))
                .with(Journal.Kind.DISPUTED, dispute.amount())
                .telling("charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.updated");
    }

    static Move closeDispute(Intent intent, boolean won) {
        Charge charge = captured(intent, "disputed");
        Dispute open = charge.dispute().orElseThrow(() -> Refusal.missing("dispute", "dispute", intent.id()));
        Dispute closed = new Dispute(open.id(), open.created(), open.amount(), won ? "won" : "lost");
        Move move = Move.to(intent.with(charge.with(closed)))
                .with(won ? Journal.Kind.DISPUTE_WON : Journal.Kind.DISPUTE_LOST, open.amount());
        return won
                ? move.telling("charge.dispute.funds_reinstated", "charge.dispute.closed")
                : move.telling("charge.dispute.closed");
    }

    private static Charge captured(Intent intent, String action) {
        return intent.latest()
                .filter(charge -> charge.state() == State.CAPTURED)
                .orElseThrow(() -> Refusal.unexpectedState(intent, action));
    }
}
