package dev.payonce.settings;

import java.util.Optional;

/**
 * One Stripe account.
 *
 * @param key a secret or restricted key; it also says whether this is live or test mode
 * @param apiBase where Stripe's API is, without a trailing slash
 * @param account the connected account that is acted for, {@code acct_…}; empty for the key's own
 */
public record StripeSettings(Secret key, String apiBase, Optional<String> account) {

    public static StripeSettings read(Reading reading) {
        return new StripeSettings(
                reading.required(
                        "STRIPE_SECRET_KEY",
                        new Secret(""),
                        "a secret or restricted key: sk_test_…, sk_live_…, rk_test_… or rk_live_…",
                        Reading.matching("[sr]k_(test|live)_[A-Za-z0-9_]+").map(Secret::new)),
                reading.optional(
                        "STRIPE_API_BASE",
                        "https://api.stripe.com",
                        "an http or https address without a path",
                        Reading.matching("https?://[^/?#@\\s]+/?").map(base -> base.replaceFirst("/$", ""))),
                reading.optional(
                        "STRIPE_ACCOUNT",
                        Optional.empty(),
                        "an account's id, acct_…",
                        Reading.matching("acct_[A-Za-z0-9]+").map(Optional::of)));
    }

    public boolean live() {
        return key.value().contains("_live_");
    }
}
