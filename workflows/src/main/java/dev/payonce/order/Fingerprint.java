package dev.payonce.order;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A short value that replaces a secret or a long text in ledgers, histories and gateway metadata: the first 128 bits of
 * its SHA-256, as 32 hexadecimal digits. It cannot be turned back, and it fits every gateway's metadata.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /**
     * Returns the fingerprint of WooCommerce's order key; its holder can pay and see the order, so the key is never
     * stored.
     */
    public static String ofOrderKey(String rawKey) {
        return of(rawKey);
    }

    /**
     * Returns the fingerprint of a shop's address. Scheme, a leading www., letter case and a trailing slash do not
     * count.
     */
    public static String ofSite(String url) {
        String site = url.strip().toLowerCase(Locale.ROOT).replaceFirst("^[a-z]+://", "");
        return of(site.replaceFirst("^www\\.", "").replaceFirst("/+$", ""));
    }

    public static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
