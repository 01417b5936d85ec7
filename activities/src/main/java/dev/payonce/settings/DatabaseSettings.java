package dev.payonce.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings that reach the store's database.
 *
 * @param url JDBC, with the store's schema; its parameters may carry a password, so they are never shown
 */
public record DatabaseSettings(String url, String user, Secret password) {

    private static final String MODE = "sslMode";
    private static final String VERIFIED = "VERIFY_IDENTITY";

    static DatabaseSettings read(SettingsReader reading) {
        return new DatabaseSettings(
                verified(reading.required(
                        "PAYONCE_DATABASE_URL",
                        "",
                        "the store's database, for instance jdbc:mysql://127.0.0.1:3306/wordpress",
                        SettingsReader.matching("jdbc:mysql://[^/?#@\\s]+/[^/?#\\s]+(\\?\\S*)?"))),
                reading.required(
                        "PAYONCE_DATABASE_USER", "", "the database user's name", SettingsReader.matching("\\S+")),
                reading.secret("PAYONCE_DATABASE_PASSWORD", "the database user's password (it may be empty)"));
    }

    /** Asks for a certificate of the host's name, unless the address says otherwise or the host is this machine. */
    private static String verified(String url) {
        return url.isEmpty() || isLocal(url) || mode(url).isPresent()
                ? url
                : url + (url.contains("?") ? "&" : "?") + MODE + "=" + VERIFIED;
    }

    /** Returns the address of another schema on the same server. */
    public String url(String schema) {
        return url.replaceFirst("^(jdbc:mysql://[^/]+/)[^?]+", "$1" + schema);
    }

    /** Returns a sentence for the log where others could read or answer what goes to the database. */
    Optional<String> warning() {
        return isLocal(url) || mode(url).orElse("").toUpperCase(Locale.ROOT).startsWith("VERIFY_")
                ? Optional.empty()
                : Optional.of(
                        "The database's certificate is not verified, so another server could answer in its place: set "
                                + MODE + "=" + VERIFIED + " in PAYONCE_DATABASE_URL");
    }

    private static boolean isLocal(String url) {
        return Arrays.stream(url.replaceFirst("^jdbc:mysql://", "")
                        .replaceFirst("/.*", "")
                        .split(","))
                .map(host -> host.replaceFirst(":[0-9]+$", "").replaceAll("[\\[\\]]", ""))
                .allMatch(PrivateHost::isLoopback);
    }

    private static Optional<String> mode(String url) {
        return Pattern.compile("[?&](?i:sslMode)=([^&]*)")
                .matcher(url)
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, sslMode=%s]"
                .formatted(url.replaceFirst("\\?.*", ""), mode(url).orElse("usual"));
    }
}
