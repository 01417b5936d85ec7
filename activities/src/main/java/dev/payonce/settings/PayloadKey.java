package dev.payonce.settings;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that encrypts payloads in Temporal's histories.
 *
 * @param name stays readable in each payload, so that the key is found again; it is never used for another key
 * @param hex 32 bytes in hexadecimal digits
 */
public record PayloadKey(String name, Secret hex) {

    static final String FORM =
            "name:key, the key as 64 hexadecimal digits (openssl rand -hex 32), comma separated; the first"
                    + " one encrypts, each decrypts";

    private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9._-]{1,32}):([0-9A-Fa-f]{64})");

    static Optional<PayloadKey> of(String text) {
        return Optional.of(TEXT.matcher(text))
                .filter(Matcher::matches)
                .map(parts -> new PayloadKey(parts.group(1), new Secret(parts.group(2))));
    }

    /** Returns the key itself. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex.value());
    }

    @Override
    public String toString() {
        return name;
    }
}
