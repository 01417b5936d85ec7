package dev.payonce.gateway.stripe;

import com.stripe.model.PaymentIntent;
import dev.payonce.gateway.NextActions;
import dev.payonce.gateway.stripe.payment.StripeDeclines;
import dev.payonce.gateway.stripe.payment.StripeId;
import java.util.Optional;

/** The adapter that fetches a shopper's next action from Stripe, each time that it is handed out. */
final class StripeNextActions implements NextActions {

    private final StripeConnection access;

    StripeNextActions(StripeAccount account) {
        this(new StripeConnection(account, StripeTimeouts.ACTION));
    }

    StripeNextActions(StripeConnection access) {
        this.access = access;
    }

    /**
     * Returns the action; empty when the shopper has nothing to do now, or Stripe does not know the payment. Answers
     * within seconds, or fails as a lookup does.
     *
     * @param payment Stripe's id of it
     */
    @Override
    public Optional<Action> of(String payment) {
        return StripeId.of(payment)
                .filter(known -> known.kind() == StripeId.Kind.INTENT)
                .flatMap(known -> access.calls().intent(known.id()))
                .filter(intent -> "requires_action".equals(intent.getStatus()) || wantsItsOwner(intent))
                .map(StripeNextActions::action);
    }

    /** Returns true when the bank wanted the shopper while she was away: she confirms the payment by the secret. */
    private static boolean wantsItsOwner(PaymentIntent intent) {
        return "requires_payment_method".equals(intent.getStatus())
                && StripeDeclines.wantsShopper(intent.getLastPaymentError());
    }

    private static Action action(PaymentIntent intent) {
        return new Action(
                Optional.ofNullable(intent.getNextAction())
                        .map(PaymentIntent.NextAction::getRedirectToUrl)
                        .map(PaymentIntent.NextAction.RedirectToUrl::getUrl),
                Optional.ofNullable(intent.getClientSecret()));
    }
}
