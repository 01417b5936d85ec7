package dev.payonce.gateway.stripe.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.payonce.gateway.Webhook;
import dev.payonce.gateway.Webhook.Received.Cause;
import dev.payonce.gateway.Webhook.Received.Ignored;
import dev.payonce.gateway.Webhook.Received.Reason;
import dev.payonce.gateway.Webhook.Received.Refused;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * The webhook of one Stripe account: signature, then JSON, then the account, then the object to look up. Total: each
 * body has a {@link dev.payonce.gateway.Webhook.Received}. The SDK's own event type is not used, since it yields
 * nothing for an event of another API version than its own.
 */
public final class StripeWebhook implements Webhook {

    /** The longest body in bytes, its depth, and its longest string. */
    static final int BODY = 256 * 1024;

    private static final int DEPTH = 64;
    private static final int STRING = 64 * 1024;

    /** Strict, for two readers of one body must not see two different things in it. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(STRING)
                            .maxDocumentLength(BODY)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final StripeEndpoint endpoint;
    private final StripeEventReader reader;
    private final StripeSignature signature;

    public StripeWebhook(StripeEndpoint endpoint) {
        this.endpoint = endpoint;
        this.reader =
                new StripeEventReader(endpoint.account(), endpoint.live(), endpoint.store(), endpoint.stripeAccount());
        this.signature = new StripeSignature(endpoint.secrets());
    }

    @Override
    public String account() {
        return endpoint.account();
    }

    @Override
    public Received receive(byte[] body, Function<String, Optional<String>> header, Instant now) {
        String signed = header.apply("Stripe-Signature").orElse("");
        return switch (signature.judge(body, signed, now)) {
            case FORGED -> new Refused(Reason.BAD_SIGNATURE, "No signature by a known secret");
            case STALE -> new Refused(Reason.STALE, "The signature's time is more than 300 s away");
            case GENUINE -> parse(body).map(reader::read).orElseGet(() -> new Ignored("", Cause.SHAPE));
        };
    }

    private static Optional<JsonNode> parse(byte[] body) {
        if (body.length > BODY) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
