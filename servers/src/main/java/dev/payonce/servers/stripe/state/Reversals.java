package dev.payonce.servers.stripe.state;

import dev.payonce.servers.stripe.state.Charge.State;
import java.util.Map;
import java.util.Optional;

/** The steps of a refund, ours and others'. */
public final class Reversals {

    private Reversals() {}

    /** @param amount empty for all that is left */
    public record RefundRequest(Optional<Long> amount, Optional<String> reason, Map<String, String> metadata) {}

    /** Returns the amount that would go back; refuses where nothing, or less, can. */
    public static long amount(Intent intent, RefundRequest request) {
        long left = refundable(intent).refundable();
        long amount = request.amount().orElse(left);
        if (amount > left) {
            // Stripe gives this error no code.
            throw Refusal.invalid(
                    "",
                    "amount",
                    "Refund amount (" + amount + ") is greater than unrefunded amount on charge (" + left + ")");
        }
        return amount;
    }

    public static Move refund(Intent intent, Stamp stamp, RefundRequest request, Course course) {
        Charge charge = refundable(intent);
        long amount = amount(intent, request);
        Refund refund = new Refund(
                stamp.name("re_3"),
                stamp.now(),
                amount,
                course.first(),
                false,
                course.why(),
                request.reason(),
                request.metadata());
        Move move = Move.to(intent.with(charge.with(refund))).about(refund.id()).with(truth(course.first()), amount);
        return course.first() == RefundStatus.FAILED
                ? move.telling("refund.created", "refund.failed")
                : move.telling("refund.created", "charge.refunded");
    }

    /**
     * Moves a refund on.
     *
     * @param why in Stripe's words, why it is pending or has failed
     */
    public static Move become(Intent intent, String id, RefundStatus next, Optional<String> why) {
        Charge charge = intent.latest().orElseThrow(() -> Refusal.missing("refund", "refund", id));
        Refund refund = charge.refund(id).orElseThrow(() -> Refusal.missing("refund", "refund", id));
        if (refund.release() || !refund.status().mayBecome(next)) {
            throw Refusal.invalid("", "", "This refund cannot become " + next.wire());
        }
        Move move = Move.to(intent.with(charge.with(refund.to(next, why))))
                .about(id)
                .with(truth(next), refund.amount());
        return next == RefundStatus.FAILED
                ? move.telling("refund.failed", "refund.updated", "charge.refund.updated")
                : move.telling("refund.updated", "charge.refund.updated");
    }

    /** Merges the merchant's metadata, by key as Stripe does. */
    public static Move describe(Intent intent, String id, Map<String, String> metadata) {
        Charge charge = intent.latest().orElseThrow(() -> Refusal.missing("refund", "refund", id));
        Refund refund = charge.refund(id).orElseThrow(() -> Refusal.missing("refund", "refund", id));
        Refund next = refund.with(Metadata.merged(refund.metadata(), metadata));
        return Move.to(intent.with(charge.with(next))).about(id).telling("refund.updated", "charge.refund.updated");
    }

    private static Charge refundable(Intent intent) {
        Charge charge = intent.latest()
                .filter(it -> it.state() == State.CAPTURED)
                .orElseThrow(() -> Refusal.invalid(
                        "",
                        "payment_intent",
                        "This PaymentIntent (" + intent.id() + ") does not have a successful charge to refund."));
        if (charge.disputes().stream().anyMatch(Dispute::holdsMoney)) {
            throw Refusal.invalid(
                    "charge_disputed", "", "Charge " + charge.id() + " has been charged back; cannot issue a refund.");
        }
        if (charge.refundable() == 0) {
            throw Refusal.invalid(
                    "charge_already_refunded", "", "Charge " + charge.id() + " has already been refunded.");
        }
        return charge;
    }

    private static Journal.Kind truth(RefundStatus status) {
        return switch (status) {
            case PENDING, REQUIRES_ACTION -> Journal.Kind.REFUND_PENDING;
            case SUCCEEDED -> Journal.Kind.REFUNDED;
            case FAILED, CANCELED -> Journal.Kind.REFUND_FAILED;
        };
    }
}
