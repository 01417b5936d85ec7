package dev.payonce.woocommerce.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.payonce.signature.Hmac;
import java.time.Instant;

/** The signature by which the plugin knows that Payonce calls it: HMAC-SHA256 over time and body. */
final class EffectSignature {

    static final String HEADER = "Payonce-Signature";

    private EffectSignature() {}

    /** Returns the header's value, for instance {@code t=1767225600,v1=bebf…}. */
    static String of(String body, String secret, Instant now) {
        String signed = now.getEpochSecond() + "." + body;
        return "t=" + now.getEpochSecond() + ",v1=" + new Hmac(secret.getBytes(UTF_8)).hex(signed.getBytes(UTF_8));
    }
}
