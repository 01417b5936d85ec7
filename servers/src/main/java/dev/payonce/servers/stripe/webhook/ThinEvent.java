package dev.payonce.servers.stripe.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Json;

/** The thin twin of an event, as an event destination gets it: it names its object and does not show it. */
final class ThinEvent {

    private ThinEvent() {}

    static ObjectNode of(Event event) {
        ObjectNode snapshot = Json.parse(event.json());
        String kind = snapshot.path("data").path("object").path("object").asText();
        ObjectNode json = Json.object();
        json.put("id", event.id().replaceFirst("^evt_", "evt_thin"));
        json.put("object", "v2.core.event");
        json.put("type", "v1." + event.type());
        json.put("created", event.created().toString());
        json.put("livemode", snapshot.path("livemode").asBoolean());
        json.putNull("context");
        ObjectNode related = json.putObject("related_object");
        related.put("id", event.object());
        related.put("type", kind);
        related.put("url", "/v1/" + kind.replace("radar.", "radar/") + "s/" + event.object());
        json.put("snapshot_event", event.id());
        json.putNull("reason");
        return json;
    }
}
