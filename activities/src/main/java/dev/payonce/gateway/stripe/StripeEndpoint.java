package dev.payonce.gateway.stripe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
        if (secrets.isEmpty() || secrets.size() > StripeLimits.SIGNATURES) {
            throw new IllegalArgumentException("An endpoint has 1 to " + StripeLimits.SIGNATURES + " secrets");
        }
        if (secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("An endpoint's secret is not blank");
        }
    }

    /** @param secrets separated by commas */
    public static StripeEndpoint of(StripeAccount account, String store, String secrets) {
        List<String> each = Arrays.stream(secrets.split(Pattern.quote(","), -1))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
        return new StripeEndpoint(account.name(), account.live(), store, each, account.connected());
    }

    /** Shows the endpoint without its secrets, since this text ends up in logs. */
    @Override
    public String toString() {
        return "StripeEndpoint[" + account + ", " + (live ? "live" : "test") + ", " + secrets.size() + " secrets]";
    }
}
