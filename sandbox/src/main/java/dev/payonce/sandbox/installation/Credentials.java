package dev.payonce.sandbox.installation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What only this installation knows.
 *
 * @param token the store's bearer token, for the API
 */
public record Credentials(String stripeKey, String webhookSecret, String token) {

    static Credentials random() {
        return new Credentials("sk_test_" + hex(12), "whsec_" + hex(16), "token-" + hex(16));
    }

    /** What the API is told instead of the token. */
    String tokenHash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
