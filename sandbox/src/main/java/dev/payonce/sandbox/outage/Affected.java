package dev.payonce.sandbox.outage;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.account.Event;
import java.util.Map;
import java.util.Optional;

/** An order that the outage affects. */
record Affected(Kind kind, StoreOrder order, Optional<Event> event) {

    /** Makes one. A payment that was charged before the outage has no callback yet. */
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

    /** Returns the workflow that the outage affects: a plugin's payment is not yet known as the order's. */
    String workflow() {
        return kind == Kind.CHARGED_BY_A_PLUGIN
                ? "callback-" + event.orElseThrow().id()
                : Long.toString(id());
    }

    String body() {
        return "{\"order\":%d,\"gateway\":\"stripe\",\"paymentMethod\":\"pm_card_visa\"}".formatted(id());
    }
}
