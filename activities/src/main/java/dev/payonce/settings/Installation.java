package dev.payonce.settings;

import dev.payonce.gateway.stripe.StripeAccount;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.redis.CacheSeal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * What every process of one installation is told alike.
 *
 * @param redisUrl a secret as a whole, because it may carry a password
 * @param cacheSecrets seal the values in Redis, the same for worker and API; the first one signs, each is accepted
 */
public record Installation(
        TemporalSettings temporal,
        StoreSettings store,
        DatabaseSettings database,
        Secret redisUrl,
        List<Secret> cacheSecrets,
        StripeAccount stripe) {

    private static final StripeAccount NO_STRIPE =
            new StripeAccount(StripeAccount.NAME, "sk_test_missing", StripeAccount.API_BASE);

    /** Returns the seal of the values in Redis. */
    public CacheSeal cacheSeal() {
        return CacheSeal.of(cacheSecrets.stream().map(Secret::value).toList());
    }

    public static Installation read(SettingsReader reading) {
        effects(reading);
        return new Installation(
                TemporalSettings.read(reading),
                store(reading),
                DatabaseSettings.read(reading),
                reading.optional(
                        "PAYONCE_REDIS_URL",
                        new Secret("redis://127.0.0.1:6379"),
                        "redis:// or rediss://, for instance redis://127.0.0.1:6379",
                        Installation::redis),
                reading.required(
                        "PAYONCE_CACHE_SECRET",
                        List.of(),
                        "32 bytes or more in hexadecimal digits or Base64, the same for worker and API, two during a"
                                + " rotation, comma separated",
                        SettingsReader.each(
                                text -> CacheSeal.isSecret(text) ? Optional.of(new Secret(text)) : Optional.empty())),
                stripe(reading));
    }

    /** Who moves an order is the gravest choice of an installation, so a word that is not known stops the start. */
    private static void effects(SettingsReader reading) {
        reading.optional(
                "PAYONCE_EFFECTS",
                "sql",
                "only \"sql\" is there so far; with it Payonce moves the order by itself, and no hook of the shop runs",
                SettingsReader.matching("sql"));
    }

    private static StoreSettings store(SettingsReader reading) {
        String name = reading.optional(
                "PAYONCE_STORE",
                "",
                "at most 32 lower case letters, digits and dashes, or nothing where there is one store",
                SettingsReader.matching("[a-z0-9][a-z0-9-]{0,31}"));
        String prefix = reading.optional(
                "PAYONCE_TABLE_PREFIX",
                StoreSettings.PREFIX,
                "at most 40 letters, digits and underscores",
                SettingsReader.matching("[A-Za-z0-9_]{1,40}"));
        String ledger = reading.optional(
                "PAYONCE_LEDGER",
                StoreSettings.LEDGER,
                "a schema's name, at most 55 letters, digits, dashes and underscores",
                SettingsReader.matching("[A-Za-z0-9_-]{1,55}"));
        StoreSettings.Lock lock =
                reading.optional("PAYONCE_LOCK", StoreSettings.Lock.ADVISORY, "advisory or row", Installation::lock);
        String lockName = reading.optional(
                "PAYONCE_LOCK_NAME",
                StoreSettings.LOCK_NAME,
                "lower case letters, digits and _ . : -, with {order} in it, and {store} where stores share a server",
                SettingsReader.matching("([a-z0-9_.:-]|\\{store})*\\{order}([a-z0-9_.:-]|\\{store})*"));
        boolean observe = reading.optional(
                "PAYONCE_MODE",
                false,
                "act, or shadow, which only records what it would do",
                SettingsReader.matching("act|shadow").map("shadow"::equals));
        return reading.made(
                () -> {
                    StoreSettings store = new StoreSettings(name, prefix, ledger, lock, lockName);
                    return observe ? store.observing() : store;
                },
                StoreSettings.of(name));
    }

    private static StripeAccount stripe(SettingsReader reading) {
        String key = reading.required(
                "STRIPE_SECRET_KEY",
                NO_STRIPE.secretKey(),
                "a secret or restricted key: sk_test_..., sk_live_..., rk_test_... or rk_live_...",
                SettingsReader.matching("[sr]k_(test|live)_[A-Za-z0-9_]+"));
        String base = reading.optional(
                "STRIPE_API_BASE",
                StripeAccount.API_BASE,
                "an http or https address without a path",
                SettingsReader.matching("https?://[^/?#@\\s]+/?").map(address -> address.replaceFirst("/$", "")));
        Optional<String> connected = reading.optional(
                "STRIPE_ACCOUNT",
                Optional.empty(),
                "a connected account's id, acct_...",
                SettingsReader.matching("acct_[A-Za-z0-9]+").map(Optional::of));
        return reading.made(() -> new StripeAccount(StripeAccount.NAME, key, base, connected), NO_STRIPE);
    }

    private static Optional<StoreSettings.Lock> lock(String text) {
        return switch (text) {
            case "advisory" -> Optional.of(StoreSettings.Lock.ADVISORY);
            case "row" -> Optional.of(StoreSettings.Lock.ROW);
            default -> Optional.empty();
        };
    }

    private static Optional<Secret> redis(String text) {
        try {
            URI address = new URI(text);
            boolean known = "redis".equals(address.getScheme()) || "rediss".equals(address.getScheme());
            return known && address.getHost() != null && address.getPort() > 0
                    ? Optional.of(new Secret(text))
                    : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
