package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.payonce.gateway.Webhook.Received;
import java.util.List;
import java.util.Optional;

/** Whatever comes in, a value comes out; and only what was signed is ever believed. */
abstract class StripeWebhookFuzz {

    private static final byte[] EVENT = "{\"object\":\"event\"}".getBytes(UTF_8);

    private final StripeWebhook webhook = new StripeWebhook(
            new StripeEndpoint("stripe", false, "", List.of(Signed.SECRET, "whsec_other"), Optional.empty()));

    /** The input as a body with a genuine signature, then as a signature that nobody gave. */
    final void tryOut(byte[] input) {
        Received genuine = receive(input, Signed.header(Signed.SECRET, Signed.NOW, input));
        if (badSignature(genuine)) {
            throw new AssertionError("Not believed in spite of its signature");
        }
        Received forged = receive(EVENT, new String(input, ISO_8859_1));
        if (!badSignature(forged)) {
            throw new AssertionError("Believed without a signature: " + forged);
        }
    }

    private Received receive(byte[] body, String header) {
        return webhook.receive(body, name -> Optional.of(header), Signed.NOW);
    }

    private static boolean badSignature(Received received) {
        return received instanceof Received.Refused refused && refused.reason() == Received.Reason.BAD_SIGNATURE;
    }
}
