package dev.payonce.gateway.stripe.webhook;

import java.util.List;
import java.util.Optional;

/**
 * The webhook endpoint of one account, as it is configured.
 *
 * @param account the account's name here
 * @param live the mode that events have to be of
 * @param store the store whose tag names an order; empty where one installation serves one store
 * @param secrets each as Stripe shows it ({@code whsec_...}); several while one is being rotated
 * @param stripeAccount Stripe's id of the connected account ({@code acct_...}) whose events are taken; with none, an
 *     event of a connected account is another account's
 */
public record StripeEndpoint(
        String account, boolean live, String store, List<String> secrets, Optional<String> stripeAccount) {

    public StripeEndpoint {
        secrets = List.copyOf(secrets);
        if (secrets.isEmpty() || secrets.size() > StripeSignature.MOST) {
            throw new IllegalArgumentException("An endpoint has 1 to " + StripeSignature.MOST + " secrets");
        }
        if (secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("An endpoint's secret is not blank");
        }
    }

    /** Hides the secrets, since this text is logged. */
    @Override
    public String toString() {
        return "StripeEndpoint[" + account + ", " + (live ? "live" : "test") + ", " + secrets.size() + " secrets]";
    }
}
