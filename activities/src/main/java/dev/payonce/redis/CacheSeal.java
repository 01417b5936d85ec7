package dev.payonce.redis;

import dev.payonce.signature.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The proof that this installation wrote a value of the cache, for this very key: an HMAC-SHA256 behind the value. Write
 * access to Redis is not enough to make one, to copy one to another key, or to change what it stands for. The API's updates
 * bear one, too ({@code UpdateSeal}).
 */
public final class CacheSeal {

    /** The shortest secret that is accepted, in bytes. */
    static final int SHORTEST = 32;

    /** A dot and 64 hexadecimal digits. */
    private static final int LENGTH = 65;

    private final List<Hmac> secrets;

    private CacheSeal(List<Hmac> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /**
     * @param secrets the first one seals; each of them opens, so that a rotation does not empty the cache
     * @throws IllegalArgumentException for no secret, and for one that {@link #isSecret} rejects
     */
    public static CacheSeal of(List<String> secrets) {
        List<Hmac> keys = secrets.stream()
                .flatMap(text -> bytes(text).stream())
                .map(Hmac::new)
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

    public String seal(String cacheKey, String value) {
        return value + "." + mac(secrets.getFirst(), cacheKey, value);
    }

    /** Returns the value alone; empty where it bears no seal of ours for this key. */
    public Optional<String> open(String cacheKey, String sealed) {
        int end = sealed.length() - LENGTH;
        if (end < 0 || sealed.charAt(end) != '.') {
            return Optional.empty();
        }
        String value = sealed.substring(0, end);
        byte[] given = sealed.substring(end + 1).getBytes(StandardCharsets.UTF_8);
        boolean ours = secrets.stream()
                .anyMatch(secret ->
                        MessageDigest.isEqual(mac(secret, cacheKey, value).getBytes(StandardCharsets.UTF_8), given));
        return ours ? Optional.of(value) : Optional.empty();
    }

    /** Computes the seal; the key's length comes first, so that no other pair of key and value is the same text. */
    private static String mac(Hmac secret, String cacheKey, String value) {
        return secret.hex((cacheKey.length() + "\n" + cacheKey + "\n" + value).getBytes(StandardCharsets.UTF_8));
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
