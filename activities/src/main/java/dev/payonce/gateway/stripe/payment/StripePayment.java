package dev.payonce.gateway.stripe.payment;

import com.stripe.model.PaymentIntent;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The mapping of Stripe's PaymentIntent, with its latest charge expanded, to a payment. Pure and total. */
public final class StripePayment {

    private StripePayment() {}

    /** @param reversals what has gone back of it, or may */
    public static Payment of(String account, PaymentIntent intent, List<Reversal> reversals, Instant seenAt) {
        StripeStage at = StripeStage.of(intent);
        Optional<String> charge = Optional.ofNullable(intent.getLatestCharge());
        Map<String, String> metadata = Objects.requireNonNullElse(intent.getMetadata(), Map.of());
        Amounts amounts = Amounts.of(intent);
        Optional<Payment.Tag> tag = StripeMetadata.tag(metadata);
        return new Payment(
                account,
                intent.getId(),
                charge.orElse(intent.getId()),
                ExternalIds.of(intent.getId(), charge.orElse("")),
                tag,
                StripeMetadata.claim(metadata),
                at.stage(),
                at.waitsFor(),
                decline(intent),
                amounts.asked,
                amounts.captured,
                reversals,
                StripeShopperAction.of(intent)
                        .map(StripeShopperAction::until)
                        .orElseGet(() -> StripeCaptureWindows.end(intent)),
                StripeTime.of(intent.getCreated()),
                seenAt,
                tag.flatMap(_ -> StripeSavedMethod.of(intent)), // Another program keeps its own.
                StripeFee.of(intent));
    }

    /** Returns the decline while another method is wanted. An intent that has gone on keeps its last error. */
    private static Optional<Payment.Decline> decline(PaymentIntent intent) {
        return "requires_payment_method".equals(intent.getStatus())
                ? Optional.ofNullable(intent.getLastPaymentError()).map(StripeDeclines::of)
                : Optional.empty();
    }

    /** The amounts, both in one currency: if one cannot be converted exactly, neither is. */
    private record Amounts(Money asked, Money captured) {

        static Amounts of(PaymentIntent intent) {
            String currency = Objects.requireNonNullElse(intent.getCurrency(), "");
            long asked = Objects.requireNonNullElse(intent.getAmount(), 0L);
            long captured = Objects.requireNonNullElse(intent.getAmountReceived(), 0L);
            return StripeAmounts.ours(asked, currency)
                    .flatMap(whole -> StripeAmounts.ours(captured, currency).map(part -> new Amounts(whole, part)))
                    .orElseGet(() -> new Amounts(StripeAmounts.unsayable(asked), StripeAmounts.unsayable(captured)));
        }
    }
}
