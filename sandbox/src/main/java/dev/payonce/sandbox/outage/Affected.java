package dev.payonce.sandbox.outage;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.store.StoreOrder;
import dev.payonce.sandbox.stripe.account.Event;
import java.util.Map;
import java.util.Optional;

/** One order that is caught by the outage. */
record Affected(Kind kind, StoreOrder order, Optional<Event> event) {

    /** What was charged before the outage was charged; nobody has told of it yet. */
    static Affected of(Installation all, Kind kind, StoreOrder order) {
        if (kind.isAsked()) {
            return new Affected(kind, order, Optional.empty());
        }
        Map<String, String> metadata =
                kind == Kind.CHARGED_BY_US ? Metadata.tag(all, order) : Metadata.claim(all, order);
        String intent = all.stripe().shopper().pay(Metadata.asked(order), order.currency(), metadata);
        return new Affected(kind, order, all.stripe().events().last(intent, "payment_intent.succeeded"));
    }

    long id() {
        return order.id();
    }

    /** The workflow that the outage catches it in: one that a plugin has charged is not known as the order's yet. */
    String workflow() {
        return kind == Kind.CHARGED_BY_A_PLUGIN
                ? "callback-" + event.orElseThrow().id()
                : Long.toString(id());
    }

    String body() {
        return "{\"order\":%d,\"gateway\":\"stripe\",\"paymentMethod\":\"pm_card_visa\"}".formatted(id());
    }
}
