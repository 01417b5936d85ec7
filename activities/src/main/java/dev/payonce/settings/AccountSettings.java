package dev.payonce.settings;

import dev.payonce.settings.SettingsReader.Form;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The settings of one gateway account. Their names begin with the account's own: {@code STRIPE_SECRET_KEY} for {@code
 * stripe}, {@code STRIPE_EU_SECRET_KEY} for {@code stripe-eu}.
 */
public final class AccountSettings {

    private static final String WEBHOOK_SECRETS = "WEBHOOK_SECRETS";

    private final SettingsReader reading;
    private final Program program;
    private final String account;
    private final String store;

    AccountSettings(SettingsReader reading, Program program, String account, String store) {
        this.reading = reading;
        this.program = program;
        this.account = account;
        this.store = store;
        reading.prefix(full(""));
        reading.known(full(WEBHOOK_SECRETS));
    }

    /** Returns the account's name. */
    public String account() {
        return account;
    }

    /** Returns the name of the store whose tag names an order; empty where one installation serves one store. */
    public String store() {
        return store;
    }

    /**
     * Reads a value that has to be there.
     *
     * @param stand takes its place where it is missing or malformed; the process does not start then
     */
    public <T> T required(String name, T stand, String expected, Form<T> form) {
        return reading.required(full(name), stand, expected, form);
    }

    /** Reads a value that may be left out. */
    public <T> Optional<T> optional(String name, String expected, Form<T> form) {
        return reading.optional(full(name), expected, form);
    }

    /** Makes one thing of several settings; the maker's IllegalArgumentException is reported. */
    public <T> T made(Supplier<T> maker, T stand) {
        return reading.made(maker, stand);
    }

    /**
     * Reads the secrets that callbacks are verified with, several while one replaces another. Empty in the worker, which
     * verifies no callback and is not given them.
     *
     * @param pattern of one secret
     */
    public List<Secret> webhookSecrets(String expected, String pattern) {
        return program == Program.API
                ? required(
                        WEBHOOK_SECRETS,
                        List.of(),
                        expected,
                        SettingsReader.each(SettingsReader.matching(pattern).map(Secret::new)))
                : List.of();
    }

    private String full(String name) {
        return account.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + name;
    }
}
