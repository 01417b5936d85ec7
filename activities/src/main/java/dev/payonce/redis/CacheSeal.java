package dev.payonce.redis;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that this installation wrote a value of the cache, for this very key: an HMAC-SHA256 behind the value. Write
 * access to Redis is not enough to make one, to copy one to another key, or to change what it stands for.
 */
public final class CacheSeal {

    /** The shortest secret that is accepted, in bytes. */
    static final int SHORTEST = 32;

    private static final String ALGORITHM = "HmacSHA256";

    /** A dot and 64 hexadecimal digits. */
    private static final int LENGTH = 65;

    private final List<SecretKeySpec> secrets;

    private CacheSeal(List<SecretKeySpec> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /**
     * @param secrets the first one seals; each of them opens, so that a rotation does not empty the cache
     * @throws IllegalArgumentException for no secret, and for one that {@link #isSecret} rejects
     */
    public static CacheSeal of(List<String> secrets) {
        List<SecretKeySpec> keys = secrets.stream()
                .flatMap(text -> bytes(text).stream())
                .map(key -> new SecretKeySpec(key, ALGORITHM))
                .toList();
        if (keys.isEmpty() || keys.size() != secrets.size()) {
            throw new IllegalArgumentException("A secret of the cache is missing or malformed");
        }
        return new CacheSeal(keys);
    }

    /** Accepts 32 bytes or more, in hexadecimal digits or Base64. */
    public static boolean isSecret(String text) {
        return bytes(text).isPresent();
    }

    String seal(String cacheKey, String value) {
        return value + "." + HexFormat.of().formatHex(mac(secrets.getFirst(), cacheKey, value));
    }

    /** Returns the value alone; empty where it bears no seal of ours for this key. */
    Optional<String> open(String cacheKey, String sealed) {
        int end = sealed.length() - LENGTH;
        if (end < 0 || sealed.charAt(end) != '.') {
            return Optional.empty();
        }
        String value = sealed.substring(0, end);
        byte[] given = sealed.substring(end + 1).getBytes(StandardCharsets.UTF_8);
        boolean ours =
                secrets.stream().anyMatch(secret -> MessageDigest.isEqual(right(secret, cacheKey, value), given));
        return ours ? Optional.of(value) : Optional.empty();
    }

    private static byte[] right(SecretKeySpec secret, String cacheKey, String value) {
        return HexFormat.of().formatHex(mac(secret, cacheKey, value)).getBytes(StandardCharsets.UTF_8);
    }

    /** The key's length stands first, so that no other pair of key and value is the same text. */
    private static byte[] mac(SecretKeySpec secret, String cacheKey, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
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
