package dev.payonce.gateway.stripe;

import dev.payonce.gateway.WebhookEndpoint;
import dev.payonce.gateway.stripe.webhook.StripeEvents;
import java.util.List;
import java.util.Objects;

/** The webhook endpoints that a Stripe account has on record. Destinations of thin events are not in this list. */
final class StripeEndpoints {

    private static final String ALL = "*";

    private StripeEndpoints() {}

    static List<WebhookEndpoint> of(StripeAccount account) {
        return new StripeConnection(account, StripeTimeouts.ACTION)
                .calls().endpoints().stream().map(StripeEndpoints::read).toList();
    }

    private static WebhookEndpoint read(com.stripe.model.WebhookEndpoint endpoint) {
        List<String> events = Objects.requireNonNullElse(endpoint.getEnabledEvents(), List.of());
        return new WebhookEndpoint(
                Objects.requireNonNullElse(endpoint.getUrl(), ""),
                "enabled".equals(endpoint.getStatus()),
                events.contains(ALL)
                        ? List.of()
                        : StripeEvents.listed().stream()
                                .filter(type -> !events.contains(type))
                                .toList(),
                Objects.requireNonNullElse(endpoint.getApiVersion(), ""));
    }
}
