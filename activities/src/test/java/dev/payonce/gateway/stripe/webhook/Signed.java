package dev.payonce.gateway.stripe.webhook;

import com.stripe.net.Webhook;
import java.security.GeneralSecurityException;
import java.time.Instant;

/** The bodies that Stripe would sign; the SDK signs them, so our own code does not prove itself. */
final class Signed {

    static final String SECRET = "whsec_test_secret";
    static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private Signed() {}

    static String v1(String secret, Instant at, String body) {
        try {
            return Webhook.Util.computeHmacSha256(secret, at.getEpochSecond() + "." + body);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String header(String secret, Instant at, String body) {
        return "t=" + at.getEpochSecond() + ",v1=" + v1(secret, at, body);
    }
}
