package dev.payonce.gateway.stripe;

import dev.payonce.gateway.stripe.webhook.StripeEndpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A Stripe account, as it is configured.
 *
 * @param name the account's name in routes, on the task queue and on payments
 * @param secretKey a secret or restricted key; it also says whether this is live or test mode
 * @param apiBase the address of Stripe's API, without a trailing slash
 * @param connected Stripe's id of the connected account ({@code acct_...}) for which requests are made; empty for the
 *     key's own account
 */
public record StripeAccount(String name, String secretKey, String apiBase, Optional<String> connected) {

    public static final String API_BASE = "https://api.stripe.com";

    public StripeAccount {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException("An account is named by at most 32 of a-z, 0-9 and -");
        }
        if (mode(secretKey).isEmpty()) {
            throw new IllegalArgumentException("A Stripe key begins with sk_ or rk_, then live_ or test_");
        }
        if (!apiBase.matches("https?://[^/]+")) {
            throw new IllegalArgumentException("Stripe's API base is a http or https address without a path");
        }
    }

    public StripeAccount(String name, String secretKey, String apiBase) {
        this(name, secretKey, apiBase, Optional.empty());
    }

    /** Returns true when the key moves real money. Everything of the other mode is refused. */
    public boolean live() {
        return mode(secretKey).orElseThrow();
    }

    /**
     * Returns the webhook endpoint of this account.
     *
     * @param store the store whose tag names an order
     * @param secrets separated by commas
     */
    public StripeEndpoint endpoint(String store, String secrets) {
        List<String> each = Arrays.stream(secrets.split(",", -1))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
        return new StripeEndpoint(name, live(), store, each, connected);
    }

    /** Hides the key, since this text is logged. */
    @Override
    public String toString() {
        return "StripeAccount[" + name + ", " + (live() ? "live" : "test") + ", " + apiBase + "]";
    }

    private static Optional<Boolean> mode(String key) {
        if (key.matches("[sr]k_live_\\S+")) {
            return Optional.of(true);
        }
        return key.matches("[sr]k_test_\\S+") ? Optional.of(false) : Optional.empty();
    }
}
