package dev.payonce.api;

import dev.payonce.settings.Installation;
import dev.payonce.settings.Reading;
import dev.payonce.settings.Secret;
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
record Settings(
        Installation installation,
        List<Secret> webhookSecrets,
        List<String> tokens,
        Duration answeredWithin,
        int port) {

    static Settings read(Function<String, @Nullable String> source) throws Reading.Incomplete {
        Reading reading = new Reading(source);
        Settings settings = new Settings(
                Installation.read(reading),
                reading.required(
                        "STRIPE_WEBHOOK_SECRETS",
                        List.of(),
                        "the endpoint's signing secrets, whsec_..., comma separated",
                        Reading.each(Reading.matching("whsec_[A-Za-z0-9_+/=-]+").map(Secret::new))),
                reading.required(
                        "PAYONCE_STORE_TOKENS",
                        List.of(),
                        "the SHA-256 of each bearer token as 64 hexadecimal digits, comma separated",
                        Reading.each(Reading.matching("[0-9A-Fa-f]{64}"))),
                reading.optional(
                        "PAYONCE_ANSWER_WITHIN",
                        Limits.ANSWERED_WITHIN,
                        "whole seconds, 2 to 60",
                        Reading.matching("[0-9]{1,2}")
                                .map(Long::valueOf)
                                .and(seconds -> seconds >= 2 && seconds <= 60)
                                .map(Duration::ofSeconds)),
                reading.optional("SERVER_PORT", 8080, "a port", Reading.port()));
        reading.complete();
        return settings;
    }

    /** Not even the tokens' hashes: a weak token could be guessed from its hash. */
    @Override
    public String toString() {
        return "Settings[installation=%s, webhookSecrets=%d, tokens=%d, port=%d]"
                .formatted(installation, webhookSecrets.size(), tokens.size(), port);
    }
}
