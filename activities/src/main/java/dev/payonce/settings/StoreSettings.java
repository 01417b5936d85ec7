package dev.payonce.settings;

import java.net.URI;
import java.util.Optional;

/**
 * The store and its servers.
 *
 * @param name the store's name; empty where one installation serves one store
 * @param databaseUrl JDBC, with the store's schema
 * @param tablePrefix what WordPress puts before its tables' names
 * @param ledger the schema of Payonce's own tables
 * @param lockName with {@code {order}} in it, and {@code {store}} where several stores share a server
 */
public record StoreSettings(
        String name,
        String databaseUrl,
        String databaseUser,
        Secret databasePassword,
        String tablePrefix,
        String ledger,
        Lock lock,
        String lockName,
        Secret redisUrl) {

    /** How others are kept waiting while an order is written: by GET_LOCK, or, where a server refuses that, by the row. */
    public enum Lock {
        ADVISORY,
        ROW
    }

    public static StoreSettings read(Reading reading) {
        effects(reading);
        return new StoreSettings(
                reading.optional(
                        "PAYONCE_STORE",
                        "",
                        "at most 32 lower case letters, digits and dashes, or nothing where there is one store",
                        Reading.matching("[a-z0-9][a-z0-9-]{0,31}")),
                reading.required(
                        "PAYONCE_DATABASE_URL",
                        "",
                        "the store's database, for instance jdbc:mysql://127.0.0.1:3306/wordpress",
                        Reading.matching("jdbc:mysql://[^/?#@\\s]+/[^/?#\\s]+(\\?\\S*)?")),
                reading.required("PAYONCE_DATABASE_USER", "", "the database user's name", Optional::of),
                reading.secret("PAYONCE_DATABASE_PASSWORD", "the database user's password (it may be empty)"),
                reading.optional(
                        "PAYONCE_TABLE_PREFIX",
                        "wp_",
                        "letters, digits and underscores",
                        Reading.matching("[A-Za-z0-9_]{1,32}")),
                reading.optional(
                        "PAYONCE_LEDGER",
                        "payonce",
                        "a schema's name, letters, digits and underscores",
                        Reading.matching("[A-Za-z0-9_]{1,64}")),
                reading.optional("PAYONCE_LOCK", Lock.ADVISORY, "advisory or row", StoreSettings::lock),
                reading.optional(
                        "PAYONCE_LOCK_NAME",
                        "order_payment_lock_{order}",
                        "lower case, at most 64 characters with the order's number in it, and {order} in its place",
                        Reading.matching("[a-z0-9_.:{}-]{1,64}").and(name -> name.contains("{order}"))),
                reading.optional(
                        "PAYONCE_REDIS_URL",
                        new Secret("redis://127.0.0.1:6379"),
                        "redis:// or rediss://, for instance redis://127.0.0.1:6379",
                        StoreSettings::redis));
    }

    /** The address without what may follow it: a URL's parameters may carry a password. */
    @Override
    public String toString() {
        return "StoreSettings[name=%s, databaseUrl=%s, tablePrefix=%s, ledger=%s, lock=%s, lockName=%s]"
                .formatted(name, databaseUrl.replaceFirst("\\?.*", ""), tablePrefix, ledger, lock, lockName);
    }

    /** Who moves an order is the gravest choice of an installation, so a word that is not known stops the start. */
    private static void effects(Reading reading) {
        reading.optional(
                "PAYONCE_EFFECTS",
                "sql",
                "only \"sql\" is there so far; with it Payonce moves the order by itself, and no hook of the shop runs",
                Reading.matching("sql"));
    }

    private static Optional<Lock> lock(String text) {
        return switch (text) {
            case "advisory" -> Optional.of(Lock.ADVISORY);
            case "row" -> Optional.of(Lock.ROW);
            default -> Optional.empty();
        };
    }

    /** The whole address is kept as a secret, because it may carry a password. */
    private static Optional<Secret> redis(String text) {
        try {
            URI address = new URI(text);
            boolean known = "redis".equals(address.getScheme()) || "rediss".equals(address.getScheme());
            return known && address.getHost() != null ? Optional.of(new Secret(text)) : Optional.empty();
        } catch (java.net.URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
