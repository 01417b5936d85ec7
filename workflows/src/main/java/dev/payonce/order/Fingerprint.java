package dev.payonce.order;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What stands for a secret or a long text in ledgers, histories and gateway metadata: the first 128 bits of its
 * SHA-256, as 32 hexadecimal digits. Nobody can turn it back, and it fits every gateway's metadata.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /** Of WooCommerce's own order key, which pays and shows an order to whoever holds it, so it is never stored. */
    public static String ofOrderKey(String rawKey) {
        return of(rawKey);
    }

    /** Of a shop's address. Scheme, a leading www., letter case and a trailing slash do not count. */
    public static String ofSite(String url) {
        String site = url.strip().toLowerCase(Locale.ROOT).replaceFirst("^[a-z]+://", "");
        return of(site.replaceFirst("^www\\.", "").replaceFirst("/+$", ""));
    }

    /** Of any text. */
    public static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
