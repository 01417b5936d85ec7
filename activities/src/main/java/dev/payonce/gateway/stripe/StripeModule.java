package dev.payonce.gateway.stripe;

import dev.payonce.gateway.GatewayModule;
import dev.payonce.gateway.NextActions;
import dev.payonce.gateway.Webhook;
import dev.payonce.gateway.WebhookEndpoint;
import dev.payonce.gateway.stripe.webhook.StripeEndpoint;
import dev.payonce.gateway.stripe.webhook.StripeWebhook;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderKeys;
import dev.payonce.settings.AccountSettings;
import dev.payonce.settings.GatewayFactory;
import dev.payonce.settings.Secret;
import dev.payonce.settings.SettingsReader;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The module of one Stripe account. */
final class StripeModule implements GatewayModule {

    private final StripeAccount stripe;
    private final String store;
    private final List<Secret> secrets;

    /**
     * Makes the module.
     *
     * @param store the store whose tag names an order
     * @param secrets of the webhook endpoint; empty in the worker
     */
    StripeModule(StripeAccount stripe, String store, List<Secret> secrets) {
        this.stripe = stripe;
        this.store = store;
        this.secrets = List.copyOf(secrets);
    }

    @Override
    public String account() {
        return stripe.name();
    }

    @Override
    public boolean live() {
        return stripe.live();
    }

    @Override
    public String identity() {
        return stripe.connected().orElseGet(() -> Fingerprint.of(stripe.secretKey()));
    }

    @Override
    public String accountId() {
        return StripeAccountId.of(stripe);
    }

    @Override
    public List<String> unreadable() {
        return StripeRights.unreadable(stripe);
    }

    @Override
    public Activities activities(OrderKeys keys, Clock clock, int perSecond) {
        StripeRateLimiter pace = new StripeRateLimiter(perSecond);
        return new Activities(
                new StripeGateway(stripe, keys, clock, pace), Optional.of(new StripeEventList(stripe, store, pace)));
    }

    @Override
    public Webhook webhook() {
        return new StripeWebhook(new StripeEndpoint(
                stripe.name(),
                stripe.live(),
                store,
                secrets.stream().map(Secret::value).toList(),
                stripe.connected()));
    }

    @Override
    public NextActions nextActions() {
        return new StripeNextActions(stripe);
    }

    @Override
    public Optional<List<WebhookEndpoint>> webhookEndpoints() {
        return Optional.of(StripeEndpoints.of(stripe));
    }

    @Override
    public String toString() {
        return stripe.toString();
    }

    /** The maker of Stripe's modules; its name is in {@code META-INF/services}. */
    public static final class Factory implements GatewayFactory {

        @Override
        public String gateway() {
            return "stripe";
        }

        @Override
        public GatewayModule module(AccountSettings settings) {
            StripeAccount none = new StripeAccount(settings.account(), "sk_test_missing", StripeAccount.API_BASE);
            String key = settings.required(
                    "SECRET_KEY",
                    none.secretKey(),
                    "a secret or restricted key: sk_test_..., sk_live_..., rk_test_... or rk_live_...",
                    SettingsReader.matching("[sr]k_(test|live)_[A-Za-z0-9_]+"));
            Optional<String> base = settings.optional(
                    "API_BASE",
                    "an http or https address without a path",
                    SettingsReader.matching("https?://[^/?#@\\s]+/?").map(address -> address.replaceFirst("/$", "")));
            Optional<String> connected = settings.optional(
                    "ACCOUNT", "a connected account's id, acct_...", SettingsReader.matching("acct_[A-Za-z0-9]+"));
            StripeAccount account = settings.made(
                    () -> encrypted(
                            new StripeAccount(settings.account(), key, base.orElse(StripeAccount.API_BASE), connected)),
                    none);
            List<Secret> secrets = settings.webhookSecrets(
                    "the endpoint's signing secrets, whsec_..., comma separated", "whsec_[A-Za-z0-9_+/=-]+");
            return new StripeModule(account, settings.store(), secrets);
        }

        /** Refuses to send a key that moves money over a line that others can read. */
        private static StripeAccount encrypted(StripeAccount account) {
            if (account.live() && !account.apiBase().startsWith("https://")) {
                throw new IllegalArgumentException(
                        "The account " + account.name()
                                + " cannot be used: its key is live and its API_BASE is http, so others could read it; use https");
            }
            return account;
        }
    }
}
