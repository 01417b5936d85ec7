package dev.payonce.gateway.stripe;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.payonce.gateway.Webhook.Received;
import java.util.List;
import java.util.Optional;

/** Whatever comes in, a value comes out; and only what was signed is ever accepted. */
abstract class StripeWebhookFuzz {

    private final StripeWebhook webhook = new StripeWebhook(
            new StripeEndpoint("stripe", false, "", List.of(Signed.SECRET, "whsec_other"), Optional.empty()));

    /** The input is a header of at most 200 characters, then a body, which is also tried with a genuine signature. */
    final void tryOut(FuzzedDataProvider data) {
        String header = data.consumeString(200);
        byte[] body = data.consumeRemainingAsBytes();

        Received forged = webhook.receive(body, name -> Optional.of(header), Signed.NOW);
        Received genuine =
                webhook.receive(body, name -> Optional.of(Signed.header(Signed.SECRET, Signed.NOW, body)), Signed.NOW);

        if (!badSignature(forged)) {
            throw new AssertionError("Believed without a signature: " + forged);
        }
        if (badSignature(genuine)) {
            throw new AssertionError("Not believed in spite of its signature");
        }
    }

    private static boolean badSignature(Received received) {
        return received instanceof Received.Refused refused && refused.reason() == Received.Reason.BAD_SIGNATURE;
    }
}
