package dev.payonce.gateway.stripe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.payonce.gateway.Webhook;
import dev.payonce.gateway.Webhook.Received.Accepted;
import dev.payonce.gateway.Webhook.Received.Ignored;
import dev.payonce.gateway.Webhook.Received.Reason;
import dev.payonce.gateway.Webhook.Received.Refused;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stripe's webhooks: signature, then JSON, then whether it is for us, then what to look up. Total: whatever comes in,
 * a {@link dev.payonce.gateway.Webhook.Received} comes out. The SDK's own event type is not used, because it yields
 * nothing for an event of another API version than its own.
 */
public final class StripeWebhook implements Webhook {

    /** Strict, for two readers of one body must not see two different things in it. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(StripeLimits.DEPTH)
                            .maxStringLength(StripeLimits.STRING)
                            .maxDocumentLength(StripeLimits.BODY)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final StripeEndpoint endpoint;
    private final StripeSignature signature;

    public StripeWebhook(StripeEndpoint endpoint) {
        this.endpoint = endpoint;
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
            case GENUINE -> parse(body).map(this::read).orElseGet(() -> malformed("Not a JSON object within bounds"));
        };
    }

    private static Optional<JsonNode> parse(byte[] body) {
        if (body.length > StripeLimits.BODY) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private Received read(JsonNode event) {
        String id = event.path("id").asText();
        String type = event.path("type").asText();
        if (!"event".equals(event.path("object").textValue())) {
            return malformed("Not an event of the API's version 1");
        }
        if (!id.matches("evt_[A-Za-z0-9_]{1,250}") || !type.matches("[a-z0-9_.]{1,100}")) {
            return malformed("An event has an id and a type");
        }
        if (!event.path("livemode").isBoolean()) {
            return malformed("An event says whether it is live");
        }
        if (event.path("livemode").booleanValue() != endpoint.live()) {
            return new Refused(Reason.OTHER_MODE, endpoint.live() ? "A test event" : "A live event");
        }
        Optional<String> account = Optional.ofNullable(event.path("account").textValue());
        if (account.isPresent() && !account.equals(endpoint.stripeAccount())) {
            return new Refused(Reason.OTHER_ACCOUNT, "An event of another account");
        }
        return StripeEvents.handled(type) ? accept(id, type, event.path("data").path("object")) : new Ignored(id, type);
    }

    private Received accept(String id, String type, JsonNode object) {
        Optional<String> what = StripeEvents.object(type, object)
                .filter(name -> StripeId.of(name).isPresent());
        if (what.isEmpty()) {
            return malformed("The event does not name what it is about");
        }
        return new Accepted(new Callback(id, endpoint.account(), what.get(), type, ""), order(object));
    }

    /** The order that our own tag names, if the tag is this store's. */
    private Optional<OrderId> order(JsonNode object) {
        Map<String, String> metadata = new HashMap<>();
        object.path("metadata")
                .properties()
                .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
        return StripeMetadata.tag(metadata)
                .filter(tag -> tag.store().equals(endpoint.store()))
                .map(tag -> new OrderId(tag.store(), tag.order()));
    }

    private static Refused malformed(String detail) {
        return new Refused(Reason.MALFORMED, detail);
    }
}
