package dev.payonce.servers.stripe.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signer of webhooks, scheme v1: HMAC-SHA256 over the time, a dot and the raw body, in lower-case hexadecimal. The
 * secret's text is the key, its {@code whsec_} included.
 */
public final class Signature {

    public static final String HEADER = "Stripe-Signature";

    private Signature() {}

    /** Signs with each secret. Several, as during a rotation, give several signatures in one header. */
    public static String header(List<String> secrets, Instant at, String body) {
        long seconds = at.getEpochSecond();
        return secrets.stream()
                .map(secret -> ",v1=" + hex(secret, seconds, body))
                .collect(Collectors.joining("", "t=" + seconds, ""));
    }

    private static String hex(String secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256", impossible);
        }
    }
}
