package dev.payonce.gateway.stripe.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Webhook.Received;
import dev.payonce.gateway.Webhook.Received.Accepted;
import dev.payonce.gateway.Webhook.Received.Cause;
import dev.payonce.gateway.Webhook.Received.Ignored;
import dev.payonce.gateway.stripe.payment.StripeId;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The reader of an event that is known to be Stripe's, from the webhook or from Stripe's own list.
 *
 * @param account the account's name here
 * @param live the mode that events have to be of
 * @param store the store whose tag names an order
 * @param stripeAccount see {@link StripeEndpoint}
 */
public record StripeEventReader(String account, boolean live, String store, Optional<String> stripeAccount) {

    public Received read(JsonNode event) {
        return switch (event.path("object").asText()) {
            case "event" -> snapshot(event);
            case "v2.core.event" -> thin(event);
            default -> new Ignored("", Cause.SHAPE);
        };
    }

    /** Reads an event that shows its object. */
    private Received snapshot(JsonNode event) {
        String type = event.path("type").asText();
        return read(event, type, "account", id -> {
            JsonNode object = event.path("data").path("object");
            return accept(id, type, StripeEvents.object(type, object), claim(object), order(object));
        });
    }

    /**
     * Reads a thin event, which names its object and does not show it. Where it names its snapshot twin it has the twin's
     * ID here, so both are one callback.
     */
    private Received thin(JsonNode event) {
        String type = event.path("type").asText().replaceFirst("^v1[.]", "");
        return read(event, type, "context", id -> {
            String twin = event.path("snapshot_event").asText();
            Optional<String> object =
                    Optional.ofNullable(event.path("related_object").path("id").textValue());
            return accept(isEvent(twin) ? twin : id, type, object, "", Optional.empty());
        });
    }

    /**
     * Checks what both shapes have.
     *
     * @param type as a snapshot event names it
     * @param owner the field that names a connected account
     */
    private Received read(JsonNode event, String type, String owner, Function<String, Received> accept) {
        String id = event.path("id").asText();
        if (!isEvent(id)
                || !type.matches("[a-z0-9_.]{1,100}")
                || !event.path("livemode").isBoolean()) {
            return new Ignored("", Cause.SHAPE);
        }
        if (event.path("livemode").booleanValue() != live) {
            return new Ignored(id, Cause.MODE);
        }
        Optional<String> of = Optional.ofNullable(event.path(owner).textValue());
        if (of.isPresent() && !of.equals(stripeAccount)) {
            return new Ignored(id, Cause.ACCOUNT);
        }
        return StripeEvents.handled(type) ? accept.apply(id) : new Ignored(id, Cause.TYPE);
    }

    private static boolean isEvent(String id) {
        return id.matches("evt_[A-Za-z0-9_]{1,250}");
    }

    private Received accept(String id, String type, Optional<String> object, String claim, Optional<OrderId> order) {
        return object.filter(name -> StripeId.of(name).isPresent())
                .<Received>map(what -> new Accepted(new Callback(id, account, what, type, claim), order))
                .orElseGet(() -> new Ignored(id, Cause.SHAPE));
    }

    /** Returns the shop that another program's metadata name: another shop's event needs no lookup. */
    private static String claim(JsonNode object) {
        return StripeMetadata.claim(metadata(object))
                .map(Payment.Claim::site)
                .map(Callback::claimOf)
                .orElse("");
    }

    private static Map<String, String> metadata(JsonNode object) {
        Map<String, String> metadata = new HashMap<>();
        object.path("metadata")
                .properties()
                .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
        return metadata;
    }

    /** Returns the order that our own tag names, if the tag is this store's. */
    private Optional<OrderId> order(JsonNode object) {
        return StripeMetadata.tag(metadata(object))
                .filter(tag -> tag.store().equals(store))
                .map(tag -> new OrderId(tag.store(), tag.order()));
    }
}
