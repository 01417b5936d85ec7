package dev.payonce.api;

import dev.payonce.settings.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** An environment that is complete. The two tokens are those of {@link RunningApi}. */
final class TestApiSettings {

    private TestApiSettings() {}

    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PAYONCE_DATABASE_URL", "jdbc:mysql://127.0.0.1:1/wordpress?password=hidden1");
        environment.put("PAYONCE_DATABASE_USER", "payonce");
        environment.put("PAYONCE_DATABASE_PASSWORD", "hidden2");
        environment.put("PAYONCE_CACHE_SECRET", "hidden7hidden7hidden7hidden7hidden7hidden7hidden");
        environment.put("PAYONCE_REDIS_URL", "redis://:hidden3@127.0.0.1:1");
        environment.put("STRIPE_SECRET_KEY", "sk_test_hidden4");
        environment.put("STRIPE_WEBHOOK_SECRETS", "whsec_hidden5,whsec_hidden6");
        environment.put(
                "PAYONCE_STORE_TOKENS",
                "shop:pay+refund+read+operate+metrics:6003e28b63452fd73e5ebe235141a1397f741f1156f6b12b9f2e9bd60f301251,"
                        + "shop:pay+refund+read+operate+metrics:45823b5fbca0d1e89f82919e08e218b1bf75045a231b386f99811f00d171b6cf");
        return environment;
    }

    static ApiSettings valid() {
        return read(environment());
    }

    /** Returns the SHA-256 of a token as hexadecimal digits. */
    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    static ApiSettings read(Map<String, String> environment) {
        try {
            return ApiSettings.read(environment);
        } catch (SettingsReader.Incomplete never) {
            throw new IllegalStateException(never);
        }
    }
}
