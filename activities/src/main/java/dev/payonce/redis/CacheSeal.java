package dev.payonce.redis;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that a value in the cache was written by this installation, for this very key: an HMAC-SHA256 behind the
 * value. Whoever may write into Redis can neither make one nor copy one to another key.
 */
public final class CacheSeal {

    /** The shortest key that is taken, in bytes. */
    static final int SHORTEST = 32;

    private static final String ALGORITHM = "HmacSHA256";

    /** A dot and 64 hexadecimal digits. */
    private static final int LENGTH = 65;

    private final SecretKeySpec key;

    private CacheSeal(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** @throws IllegalArgumentException for a key that is too short, or neither hexadecimal nor Base64 */
    public static CacheSeal of(String key) {
        return bytes(key)
                .map(CacheSeal::new)
                .orElseThrow(() -> new IllegalArgumentException("the cache's key is malformed"));
    }

    /** Whether it is a key: 32 bytes or more, in hexadecimal digits or Base64. */
    public static boolean isKey(String text) {
        return bytes(text).isPresent();
    }

    String seal(String cacheKey, String value) {
        return value + "." + HexFormat.of().formatHex(mac(cacheKey, value));
    }

    /** The value alone; empty where it bears no seal of ours for this key. */
    Optional<String> open(String cacheKey, String sealed) {
        int end = sealed.length() - LENGTH;
        if (end < 0 || sealed.charAt(end) != '.') {
            return Optional.empty();
        }
        String value = sealed.substring(0, end);
        byte[] right = HexFormat.of().formatHex(mac(cacheKey, value)).getBytes(StandardCharsets.UTF_8);
        byte[] given = sealed.substring(end + 1).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(right, given) ? Optional.of(value) : Optional.empty();
    }

    /** The key's length stands first, so that no other pair of key and value is the same text. */
    private byte[] mac(String cacheKey, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((cacheKey.length() + "\n" + cacheKey + "\n" + value).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            byte[] key = text.matches("([0-9A-Fa-f]{2})+")
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
            return Optional.of(key).filter(bytes -> bytes.length >= SHORTEST);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
