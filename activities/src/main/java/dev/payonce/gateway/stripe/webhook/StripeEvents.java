package dev.payonce.gateway.stripe.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The events that say something about an order's payment, and where each names what to look up. All others are
 * acknowledged and ignored. Source: docs.stripe.com/api/events/types.
 */
public final class StripeEvents {

    /** The place of the id to look up in {@code data.object}. */
    private enum Names {
        /** The object is the payment, or says more than its payment shows. */
        ITSELF,
        /** The object is a part of a payment; old refunds and disputes do not say of which. */
        ITS_PAYMENT
    }

    private static final Map<String, Names> TYPES = Stream.of(
                    types(
                            Names.ITSELF,
                            "payment_intent.succeeded",
                            "payment_intent.payment_failed",
                            "payment_intent.canceled",
                            "payment_intent.processing",
                            "payment_intent.requires_action",
                            "payment_intent.amount_capturable_updated",
                            "payment_intent.partially_funded"),
                    types(Names.ITSELF, "review.opened", "review.closed", "radar.early_fraud_warning.created"),
                    types(Names.ITS_PAYMENT, "charge.captured", "charge.refunded", "charge.expired", "charge.updated"),
                    types(
                            Names.ITS_PAYMENT,
                            "refund.created",
                            "refund.updated",
                            "refund.failed",
                            "charge.refund.updated"),
                    types(
                            Names.ITS_PAYMENT,
                            "charge.dispute.created",
                            "charge.dispute.updated",
                            "charge.dispute.closed",
                            "charge.dispute.funds_withdrawn",
                            "charge.dispute.funds_reinstated"))
            .flatMap(each -> each)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private StripeEvents() {}

    static boolean handled(String type) {
        return TYPES.containsKey(type);
    }

    /** The types beside which Stripe always makes another handled event, or that say only what a payment cost. */
    private static final Set<String> NOT_LISTED = Set.of(
            "charge.refund.updated",
            "charge.updated",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.funds_reinstated");

    /** Returns all of them, in a fixed order. */
    public static List<String> types() {
        return TYPES.keySet().stream().sorted().toList();
    }

    /** Returns those that Stripe's own list is asked for, which takes at most twenty. */
    public static List<String> listed() {
        return types().stream().filter(type -> !NOT_LISTED.contains(type)).toList();
    }

    /** Returns the id to look up: the payment's where the object names it, else the object's own. */
    static Optional<String> object(String type, JsonNode object) {
        Optional<String> itself = text(object.path("id"));
        return TYPES.get(type) == Names.ITS_PAYMENT
                ? text(object.path("payment_intent")).or(() -> itself)
                : itself;
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue());
    }

    private static Stream<Map.Entry<String, Names>> types(Names names, String... types) {
        return Stream.of(types).map(type -> Map.entry(type, names));
    }
}
