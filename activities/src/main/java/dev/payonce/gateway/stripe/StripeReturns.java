package dev.payonce.gateway.stripe;

import com.stripe.model.Dispute;
import com.stripe.model.Refund;
import dev.payonce.money.Money;
import dev.payonce.payment.Payment.Return;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refunds and disputes, whoever made them. */
final class StripeReturns {

    private StripeReturns() {}

    /** A refund of a state that is not known is taken for on its way: it counts, until Stripe says that it failed. */
    static Return of(Refund refund) {
        Return.State state = switch (Objects.requireNonNullElse(refund.getStatus(), "")) {
            case "succeeded" -> Return.State.DONE;
            case "failed", "canceled" -> Return.State.FAILED;
            default -> Return.State.PENDING; // pending, requires_action
        };
        Map<String, String> metadata = Objects.requireNonNullElse(refund.getMetadata(), Map.of());
        return new Return(
                refund.getId(),
                Return.Kind.REFUND,
                state,
                money(refund.getAmount(), refund.getCurrency()),
                StripeMetadata.operation(metadata),
                StripeMetadata.storeRefund(metadata));
    }

    /**
     * An inquiry that was closed without becoming a dispute leaves the money where it is, so it counts as won. A state
     * that is not known counts as open: a person is looking anyhow.
     */
    static Return of(Dispute dispute) {
        Return.State state = switch (Objects.requireNonNullElse(dispute.getStatus(), "")) {
            case "won", "warning_closed" -> Return.State.WON;
            case "lost" -> Return.State.LOST;
            default -> Return.State.OPEN; // needs_response, under_review, and both as a warning
        };
        return new Return(
                dispute.getId(),
                Return.Kind.DISPUTE,
                state,
                money(dispute.getAmount(), dispute.getCurrency()),
                Optional.empty(),
                Optional.empty());
    }

    private static Money money(@Nullable Long amount, @Nullable String currency) {
        long number = Objects.requireNonNullElse(amount, 0L);
        return StripeAmounts.ours(number, Objects.requireNonNullElse(currency, ""))
                .orElseGet(() -> StripeAmounts.unsayable(number));
    }
}
