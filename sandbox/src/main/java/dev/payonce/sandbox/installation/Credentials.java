package dev.payonce.sandbox.installation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secrets of one installation.
 *
 * @param webhookSecret the secret that Stripe signs with
 * @param nextWebhookSecret the secret after a rotation; the API knows both
 * @param token the store's bearer token, for the API
 * @param operator the token of a person, for the operators' page
 * @param cacheSecret seals the values in Redis, for worker and API
 */
public record Credentials(
        String stripeKey,
        String webhookSecret,
        String nextWebhookSecret,
        String token,
        String operator,
        String cacheSecret) {

    /** Makes credentials that no other installation has. */
    public static Credentials random() {
        return new Credentials(
                "sk_test_" + hex(12),
                "whsec_" + hex(16),
                "whsec_" + hex(16),
                "token-" + hex(16),
                "operator-" + hex(16),
                hex(32));
    }

    /** Returns both, as during a rotation. */
    String webhookSecrets() {
        return webhookSecret + "," + nextWebhookSecret;
    }

    /** Returns the setting that the API gets instead of the token. */
    String tokens() {
        return tokensWith(token);
    }

    /** Returns the setting by which the API knows a store's token and the operator. */
    public String tokensWith(String store) {
        return tokens(store) + ",ann:operator:" + hash(operator);
    }

    /** Returns the setting by which the API knows a token, named shop and with every scope. */
    public static String tokens(String token) {
        return "shop:pay+refund+read+operate+decide+metrics:" + hash(token);
    }

    /** Returns the hash that the API keeps of a token. */
    public static String hash(String token) {
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
