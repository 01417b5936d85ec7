package dev.payonce.gateway.stripe;

import com.stripe.model.PaymentIntent;
import dev.payonce.gateway.stripe.payment.StripeId;
import java.util.Optional;

/**
 * What the shopper's browser needs to go on with a payment. Whoever has it can act as the shopper, so it is asked for
 * when it is handed out, and neither stored nor logged.
 */
public final class StripeNextActions {

    private final StripeConnection access;

    public StripeNextActions(StripeAccount account) {
        this(new StripeConnection(account, StripeTimeouts.ACTION));
    }

    StripeNextActions(StripeConnection access) {
        this.access = access;
    }

    /**
     * @param redirectUrl where the shopper is to be sent; empty where only Stripe's script knows what to do
     * @param clientSecret for Stripe's script ({@code handleNextAction})
     */
    public record Action(Optional<String> redirectUrl, Optional<String> clientSecret) {

        /** Without both, for this may end up in logs. */
        @Override
        public String toString() {
            return "Action[" + (redirectUrl.isPresent() ? "redirect" : "script") + "]";
        }
    }

    /**
     * Empty when the shopper has nothing to do by now, or Stripe does not know the payment. Answers within seconds, or
     * fails as a look-up does.
     *
     * @param payment Stripe's id of it
     */
    public Optional<Action> of(String payment) {
        return StripeId.of(payment)
                .filter(known -> known.kind() == StripeId.Kind.INTENT)
                .flatMap(known -> access.calls().intent(known.id()))
                .filter(intent -> "requires_action".equals(intent.getStatus()))
                .map(StripeNextActions::action);
    }

    private static Action action(PaymentIntent intent) {
        return new Action(
                Optional.ofNullable(intent.getNextAction())
                        .map(PaymentIntent.NextAction::getRedirectToUrl)
                        .map(PaymentIntent.NextAction.RedirectToUrl::getUrl),
                Optional.ofNullable(intent.getClientSecret()));
    }
}
