package dev.payonce.gateway.stripe.payment;

import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The mapping of refunds and disputes, ours and others'. */
public final class StripeReversals {

    private StripeReversals() {}

    /**
     * Maps all of them.
     *
     * @param charge the payment's latest charge; without one nothing was taken, and nothing can go back
     */
    public static List<Reversal> of(PaymentIntent intent, Charge charge, List<Refund> refunds, List<Dispute> disputes) {
        Map<String, String> metadata = Objects.requireNonNullElse(intent.getMetadata(), Map.of());
        String released = released(intent, charge, refunds);
        return Stream.of(
                        refunds.stream()
                                .filter(refund -> !released.equals(refund.getId()))
                                .map(refund -> of(refund, metadata)),
                        disputes.stream().map(StripeReversals::of))
                .flatMap(each -> each)
                .toList();
    }

    /**
     * Returns the id of the refund that is none: Stripe lists a released authorization as a refund. It is of just the
     * released amount, moved nothing on the merchant's balance, and came before any other. Empty where there is none.
     */
    private static String released(PaymentIntent intent, Charge charge, List<Refund> refunds) {
        long taken = Objects.requireNonNullElse(charge.getAmountCaptured(), 0L);
        long rest = Objects.requireNonNullElse(charge.getAmount(), 0L) - taken;
        if (rest <= 0 || "requires_capture".equals(intent.getStatus())) {
            return "";
        }
        return refunds.reversed().stream() // listed newest first
                .filter(refund -> Objects.requireNonNullElse(refund.getAmount(), 0L) == rest)
                .filter(refund -> "succeeded".equals(refund.getStatus()) && refund.getBalanceTransaction() == null)
                .min(Comparator.comparing(refund -> Objects.requireNonNullElse(refund.getCreated(), 0L)))
                .map(Refund::getId)
                .orElse("");
    }

    /**
     * Maps a refund. One of an unknown status is taken to be on its way: it counts until Stripe says that it failed.
     *
     * @param payment the metadata of its payment
     */
    static Reversal of(Refund refund, Map<String, String> payment) {
        Reversal.State state = switch (Objects.requireNonNullElse(refund.getStatus(), "")) {
            case "succeeded" -> Reversal.State.DONE;
            case "failed", "canceled" -> Reversal.State.FAILED;
            default -> Reversal.State.PENDING; // pending, requires_action
        };
        Map<String, String> metadata = Objects.requireNonNullElse(refund.getMetadata(), Map.of());
        Optional<Payment.Tag> ours = StripeMetadata.tag(metadata).filter(tag -> agrees(tag, payment));
        return new Reversal(
                refund.getId(),
                Reversal.Kind.REFUND,
                state,
                StripeAmounts.shown(refund.getAmount(), refund.getCurrency()),
                ours.map(Payment.Tag::operation),
                ours.flatMap(_ -> StripeMetadata.storeRefund(metadata)),
                StripeDeclines.plain(state == Reversal.State.FAILED ? refund.getFailureReason() : refund.getReason())
                        .orElse(""));
    }

    /**
     * Returns true when a refund's tag belongs to its payment. A person can copy another order's metadata in the
     * dashboard, and its operations have the same numbers. A tag therefore counts only beside a payment of the same
     * order, by that payment's tag, or by the order's key that another plugin claims. The shop's address may have
     * changed since, and is in no idempotency key, so it does not count.
     */
    private static boolean agrees(Payment.Tag refund, Map<String, String> payment) {
        return StripeMetadata.tag(payment)
                .map(tag -> tag.store().equals(refund.store())
                        && tag.order() == refund.order()
                        && tag.orderKey().equals(refund.orderKey()))
                .or(() -> StripeMetadata.claim(payment)
                        .map(Payment.Claim::orderKey)
                        .filter(key -> !key.isEmpty())
                        .map(refund.orderKey()::equals))
                .orElse(true);
    }

    /**
     * Converts a dispute; one that closed without taking the money counts as won: an inquiry, or a prevented dispute. A
     * refund that prevented it is a reversal of its own. A state that is not known counts as open: a person is looking
     * anyhow.
     */
    static Reversal of(Dispute dispute) {
        String status = Objects.requireNonNullElse(dispute.getStatus(), "");
        Reversal.State state = switch (status) {
            case "won", "warning_closed" -> Reversal.State.WON;
            case "lost" -> Reversal.State.LOST;
            case "prevented" -> Reversal.State.PREVENTED;
            default -> Reversal.State.OPEN; // needs_response, under_review, and both as a warning
        };
        return new Reversal(
                dispute.getId(),
                status.startsWith("warning_") ? Reversal.Kind.INQUIRY : Reversal.Kind.DISPUTE,
                state,
                StripeAmounts.shown(dispute.getAmount(), dispute.getCurrency()),
                Optional.empty(),
                Optional.empty(),
                StripeDeclines.plain(dispute.getReason()).orElse(""));
    }
}
