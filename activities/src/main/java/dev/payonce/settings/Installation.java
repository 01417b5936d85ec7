package dev.payonce.settings;

import dev.payonce.gateway.GatewayModule;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.redis.CacheSeal;
import dev.payonce.redis.RedisAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings that all processes of one installation share.
 *
 * @param mode decides whether the store's orders are changed, and whether new charges are accepted
 * @param gateways one module for each gateway account, at least one
 * @param redisUrl a secret as a whole, because it may carry a password
 * @param cacheSecrets seal the values in Redis, the same for worker and API; the first one signs, each is accepted
 */
public record Installation(
        TemporalSettings temporal,
        Mode mode,
        StoreSettings store,
        DatabaseSettings database,
        Secret redisUrl,
        List<Secret> cacheSecrets,
        List<GatewayModule> gateways) {

    /**
     * The mode of an installation. ACT: Payonce charges and reconciles. SHADOW: it decides and records, and changes
     * nothing. LEAVE: the API refuses new charges, and what is in flight goes on.
     */
    public enum Mode {
        ACT,
        SHADOW,
        LEAVE
    }

    public Installation {
        gateways = List.copyOf(gateways);
    }

    /** Returns true when the gateways move real money; they are all of one mode. */
    public boolean live() {
        return gateways.getFirst().live();
    }

    /** Returns the names of the gateway accounts. */
    public List<String> accounts() {
        return gateways.stream().map(GatewayModule::account).toList();
    }

    /** Returns sentences for the log at the start, about connections that others could read or answer. */
    public List<String> warnings() {
        boolean redisIsSafe = RedisAddress.parse(redisUrl.value())
                .filter(redis ->
                        redis.tls() || redis.hosts().stream().allMatch(each -> PrivateHost.isLoopback(each.getHost())))
                .isPresent();
        return Stream.of(
                        database.warning(),
                        temporal.warning(),
                        redisIsSafe
                                ? Optional.<String>empty()
                                : Optional.of("Redis is reached in plaintext, so others could read its password:"
                                        + " begin PAYONCE_REDIS_URL with rediss://, or with rediss- and the kind"))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Returns the seal of the values in Redis. */
    public CacheSeal cacheSeal() {
        return CacheSeal.of(cacheSecrets.stream().map(Secret::value).toList());
    }

    /** Reads it for one process; only the API is given the webhooks' secrets. */
    public static Installation read(SettingsReader reading, Program program) {
        Mode mode = reading.optional(
                "PAYONCE_MODE",
                Mode.ACT,
                "act, shadow, which only records what it would do, or leave, which refuses new charges",
                SettingsReader.matching("act|shadow|leave").map(text -> Mode.valueOf(text.toUpperCase(Locale.ROOT))));
        StoreSettings store = store(reading, mode);
        return new Installation(
                TemporalSettings.read(reading),
                mode,
                store,
                DatabaseSettings.read(reading),
                reading.optional(
                        "PAYONCE_REDIS_URL",
                        new Secret("redis://127.0.0.1:6379"),
                        RedisAddress.FORM,
                        text -> RedisAddress.parse(text).map(_ -> new Secret(text))),
                reading.required(
                        "PAYONCE_CACHE_SECRET",
                        List.of(),
                        "32 bytes or more in hexadecimal digits or Base64, the same for worker and API, two during a"
                                + " rotation, comma separated",
                        SettingsReader.each(
                                text -> CacheSeal.isSecret(text) ? Optional.of(new Secret(text)) : Optional.empty())),
                GatewayModules.read(reading, program, store.store()));
    }

    private static StoreSettings store(SettingsReader reading, Mode mode) {
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
        StoreSettings.Effects effects = reading.optional(
                "PAYONCE_EFFECTS",
                StoreSettings.Effects.FOUND,
                "plugin (PHP moves orders), or sql (Payonce does, and neither stock nor mails follow)",
                SettingsReader.matching("plugin|sql")
                        .map(text -> StoreSettings.Effects.valueOf(text.toUpperCase(Locale.ROOT))));
        return reading.made(
                () -> {
                    StoreSettings store = new StoreSettings(name, prefix, ledger, lock, lockName).with(effects);
                    return mode == Mode.SHADOW ? store.inShadowMode() : store;
                },
                StoreSettings.of(name));
    }

    private static Optional<StoreSettings.Lock> lock(String text) {
        return switch (text) {
            case "advisory" -> Optional.of(StoreSettings.Lock.ADVISORY);
            case "row" -> Optional.of(StoreSettings.Lock.ROW);
            default -> Optional.empty();
        };
    }
}
