package dev.payonce.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.payonce.gateway.Webhook.Received;
import dev.payonce.gateway.stripe.webhook.StripeEndpoint;
import dev.payonce.gateway.stripe.webhook.StripeWebhook;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whatever comes in, a value comes out; and only what was signed is ever believed. */
abstract class StripeWebhookFuzz {

    private static final String SECRET = "whsec_test_secret";
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final byte[] EVENT = "{\"object\":\"event\"}".getBytes(UTF_8);

    private final StripeWebhook webhook = new StripeWebhook(
            new StripeEndpoint("stripe", false, "", List.of(SECRET, "whsec_other"), Optional.empty()));

    /** The input as a body with a genuine signature, then as a signature that nobody gave. */
    final void tryOut(byte[] input) {
        Received genuine = receive(input, signature(input));
        if (badSignature(genuine)) {
            throw new AssertionError("Not believed in spite of its signature");
        }
        Received forged = receive(EVENT, new String(input, ISO_8859_1));
        if (!badSignature(forged)) {
            throw new AssertionError("Believed without a signature: " + forged);
        }
    }

    private Received receive(byte[] body, String header) {
        return webhook.receive(body, name -> Optional.of(header), NOW);
    }

    /** As Stripe gives it, also for bytes that are no text. */
    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            mac.update((NOW.getEpochSecond() + ".").getBytes(UTF_8));
            return "t=" + NOW.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean badSignature(Received received) {
        return received instanceof Received.Refused refused && refused.reason() == Received.Reason.BAD_SIGNATURE;
    }
}
