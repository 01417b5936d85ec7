package dev.payonce.api;

import dev.payonce.settings.Installation;
import dev.payonce.settings.Secret;
import dev.payonce.settings.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the API is told.
 *
 * @param webhookSecrets signing secrets of the Stripe endpoint; several while one replaces another
 * @param answeredWithin how long whoever asks for a payment waits for its outcome, before it is told to look later
 * @param tokens SHA-256 of the bearer tokens that the store may use; several while one replaces another
 */
record ApiSettings(
        Installation installation,
        List<Secret> webhookSecrets,
        List<String> tokens,
        Duration answeredWithin,
        int port) {

    static ApiSettings read(Function<String, @Nullable String> source) throws SettingsReader.Incomplete {
        SettingsReader reading = new SettingsReader(source);
        ApiSettings settings = new ApiSettings(
                Installation.read(reading),
                reading.required(
                        "STRIPE_WEBHOOK_SECRETS",
                        List.of(),
                        "the endpoint's signing secrets, whsec_..., comma separated",
                        SettingsReader.each(SettingsReader.matching("whsec_[A-Za-z0-9_+/=-]+")
                                .map(Secret::new))),
                reading.required(
                        "PAYONCE_STORE_TOKENS",
                        List.of(),
                        "the SHA-256 of each bearer token as 64 hexadecimal digits, comma separated",
                        SettingsReader.each(SettingsReader.matching("[0-9A-Fa-f]{64}"))),
                reading.optional(
                        "PAYONCE_ANSWER_WITHIN",
                        ApiLimits.ANSWERED_WITHIN,
                        "whole seconds, 2 to 60",
                        SettingsReader.matching("[0-9]{1,2}")
                                .map(Long::valueOf)
                                .and(seconds -> seconds >= 2 && seconds <= 60)
                                .map(Duration::ofSeconds)),
                reading.optional("SERVER_PORT", 8080, "a port", SettingsReader.port()));
        reading.complete();
        return settings;
    }

    /** Not even the tokens' hashes: a weak token could be guessed from its hash. */
    @Override
    public String toString() {
        return "ApiSettings[installation=%s, webhookSecrets=%d, tokens=%d, answeredWithin=%s, port=%d]"
                .formatted(installation, webhookSecrets.size(), tokens.size(), answeredWithin, port);
    }
}
