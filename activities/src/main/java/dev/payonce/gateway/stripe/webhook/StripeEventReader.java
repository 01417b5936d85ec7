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
        String id = event.path("id").asText();
        String type = event.path("type").asText();
        boolean known = "event".equals(event.path("object").textValue())
                && id.matches("evt_[A-Za-z0-9_]{1,250}")
                && type.matches("[a-z0-9_.]{1,100}")
                && event.path("livemode").isBoolean();
        if (!known) {
            return new Ignored("", Cause.SHAPE);
        }
        if (event.path("livemode").booleanValue() != live) {
            return new Ignored(id, Cause.MODE);
        }
        Optional<String> of = Optional.ofNullable(event.path("account").textValue());
        if (of.isPresent() && !of.equals(stripeAccount)) {
            return new Ignored(id, Cause.ACCOUNT);
        }
        return StripeEvents.handled(type)
                ? accept(id, type, event.path("data").path("object"))
                : new Ignored(id, Cause.TYPE);
    }

    private Received accept(String id, String type, JsonNode object) {
        Optional<String> what = StripeEvents.object(type, object)
                .filter(name -> StripeId.of(name).isPresent());
        if (what.isEmpty()) {
            return new Ignored(id, Cause.SHAPE);
        }
        return new Accepted(new Callback(id, account, what.get(), type, claim(object)), order(object));
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

    /** The order that our own tag names, if the tag is this store's. */
    private Optional<OrderId> order(JsonNode object) {
        return StripeMetadata.tag(metadata(object))
                .filter(tag -> tag.store().equals(store))
                .map(tag -> new OrderId(tag.store(), tag.order()));
    }
}
