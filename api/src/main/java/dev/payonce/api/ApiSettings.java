package dev.payonce.api;

import dev.payonce.api.http.ApiLimits;
import dev.payonce.process.ProcessSettings;
import dev.payonce.settings.Installation;
import dev.payonce.settings.Program;
import dev.payonce.settings.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings of the API.
 *
 * @param answeredWithin how long a request waits for its outcome, before the response is 202
 * @param tokens SHA-256 of the bearer tokens that the store may use; several while one replaces another
 */
record ApiSettings(Installation installation, List<String> tokens, Duration answeredWithin, int port)
        implements ProcessSettings {

    static ApiSettings read(Map<String, String> environment) throws SettingsReader.Incomplete {
        return read(new SettingsReader(environment));
    }

    static ApiSettings read(SettingsReader reading) throws SettingsReader.Incomplete {
        ApiSettings settings = new ApiSettings(
                Installation.read(reading, Program.API),
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

    @Override
    public int databaseConnections() {
        return ApiLimits.DATABASE_CONNECTIONS;
    }

    /** Shows not even the tokens' hashes: a weak token could be guessed from its hash. */
    @Override
    public String toString() {
        return "ApiSettings[installation=%s, tokens=%d, answeredWithin=%s, port=%d]"
                .formatted(installation, tokens.size(), answeredWithin, port);
    }
}
