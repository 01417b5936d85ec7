package dev.payonce.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
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

/**
 * The fuzz test that each input gives a value, and that only signed input is believed. Every build tries 20 s of new inputs,
 * and all that were ever kept.
 */
class StripeWebhookFuzzTest {

    private static final String SECRET = "whsec_test_secret";
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final byte[] EVENT = "{\"object\":\"event\"}".getBytes(UTF_8);

    private final StripeWebhook webhook = new StripeWebhook(
            new StripeEndpoint("stripe", false, "", List.of(SECRET, "whsec_other"), Optional.empty()));

    /** Tries the input as a body with a genuine signature, then as a false signature. */
    @DictionaryEntries({
        "t=",
        ",v1=",
        "\"id\":",
        "\"object\":",
        "\"event\"",
        "\"type\":",
        "\"livemode\":false",
        "\"data\":{"
    })
    @FuzzTest(maxDuration = "20s")
    void anyInputGivesAValue(byte[] input) {
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

    /** Signs as Stripe does, also bytes that are no text. */
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
