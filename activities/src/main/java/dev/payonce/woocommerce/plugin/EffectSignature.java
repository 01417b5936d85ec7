package dev.payonce.woocommerce.plugin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature by which the plugin knows that Payonce calls it: HMAC-SHA256 over time and body. */
final class EffectSignature {

    static final String HEADER = "Payonce-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private EffectSignature() {}

    /** Returns the header's value, for instance {@code t=1767225600,v1=bebf…}. */
    static String of(String body, String secret, Instant now) {
        String signed = now.getEpochSecond() + "." + body;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            String hex = HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            return "t=" + now.getEpochSecond() + ",v1=" + hex;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
