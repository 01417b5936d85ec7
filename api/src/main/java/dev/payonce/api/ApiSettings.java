package dev.payonce.api;

import dev.payonce.api.access.Token;
import dev.payonce.api.access.Tokens;
import dev.payonce.api.http.ApiLimits;
import dev.payonce.api.page.Links;
import dev.payonce.api.page.PageSettings;
import dev.payonce.process.ProcessSettings;
import dev.payonce.process.TlsSettings;
import dev.payonce.settings.Installation;
import dev.payonce.settings.Program;
import dev.payonce.settings.Secret;
import dev.payonce.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the API.
 *
 * @param answeredWithin how long a request waits for its outcome, before the response is 202
 * @param tokens the bearer tokens at the start
 * @param tokenFile the file that they came from, which is read again when it changes
 * @param requestsPerSecond the most requests of one token in a second
 * @param requestsAtOnce the most requests of one token that are under way at once
 * @param codecOrigin the origin of Temporal's UI, whose browsers may call the codec server
 * @param links the addresses of other systems' pages, for the operators' page
 * @param tls the certificate of its own; empty where a proxy ends TLS
 * @param metricsPort of health and metrics; empty where they are on the same port
 */
record ApiSettings(
        Installation installation,
        List<Token> tokens,
        Optional<Path> tokenFile,
        int requestsPerSecond,
        int requestsAtOnce,
        Duration answeredWithin,
        int port,
        Optional<TlsSettings> tls,
        Optional<Integer> metricsPort,
        Optional<String> codecOrigin,
        Links links)
        implements ProcessSettings {

    static ApiSettings read(Map<String, String> environment) throws SettingsReader.Incomplete {
        return read(new SettingsReader(environment));
    }

    static ApiSettings read(SettingsReader reading) throws SettingsReader.Incomplete {
        ApiSettings settings = new ApiSettings(
                Installation.read(reading, Program.API),
                reading.required(Tokens.SETTING, List.of(), Token.FORM, SettingsReader.each(Token::of)),
                reading.fileOf(Tokens.SETTING),
                reading.optional(
                        "PAYONCE_REQUESTS_PER_SECOND",
                        100,
                        "a whole number, 1 to 10000",
                        SettingsReader.whole(1, 10_000)),
                reading.optional(
                        "PAYONCE_REQUESTS_AT_ONCE",
                        ApiLimits.REQUESTS_OF_A_TOKEN,
                        "a whole number, 1 to 448",
                        SettingsReader.whole(1, ApiLimits.REQUESTS_AT_ONCE)),
                reading.optional(
                        "PAYONCE_ANSWER_WITHIN",
                        ApiLimits.ANSWERED_WITHIN,
                        "whole seconds, 2 to 60",
                        SettingsReader.whole(2, 60).map(Duration::ofSeconds)),
                reading.optional("SERVER_PORT", 8080, "a port", SettingsReader.port()),
                TlsSettings.read(reading),
                reading.optional("PAYONCE_METRICS_PORT", "a port", SettingsReader.port()),
                reading.optional(
                        "PAYONCE_CODEC_ORIGIN",
                        "the origin of Temporal's UI, for instance https://temporal.internal",
                        SettingsReader.matching("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")),
                new Links(
                        link(reading, "PAYONCE_LINK_ORDER", "order"),
                        link(reading, "PAYONCE_LINK_RUN", "run"),
                        link(reading, "PAYONCE_LINK_PAYMENT", "payment")));
        reading.complete();
        return settings;
    }

    private static Optional<String> link(SettingsReader reading, String name, String part) {
        return reading.optional(
                name,
                "an address that begins with http:// or https:// and has {" + part + "} in it",
                SettingsReader.matching("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[^\\s\"<>]{0,300}")
                        .and(address -> address.contains("{" + part + "}")));
    }

    /** Returns the settings of the operators' page. */
    PageSettings page(InstantSource clock) {
        return new PageSettings(
                installation.cacheSecrets().stream().map(Secret::value).toList(),
                installation.store().store(),
                installation.store().shadow(),
                links,
                clock);
    }

    /** Returns true while new charges are refused, since the store leaves Payonce. */
    boolean leaving() {
        return installation.mode() == Installation.Mode.LEAVE;
    }

    @Override
    public int databaseConnections() {
        return ApiLimits.DATABASE_CONNECTIONS;
    }
}
