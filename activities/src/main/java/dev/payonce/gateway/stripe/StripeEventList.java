package dev.payonce.gateway.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.model.Event;
import com.stripe.model.StripeCollection;
import dev.payonce.gateway.EventList;
import dev.payonce.gateway.Webhook.Received.Accepted;
import dev.payonce.gateway.stripe.webhook.StripeEventReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The list of events that Stripe keeps for 30 days. It is read for the handled types only. It drops an event that
 * cannot be read, or is not for this account, as the webhook does.
 */
public final class StripeEventList implements EventList {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StripeConnection access;
    private final StripeEventReader reader;

    /**
     * @param store the store whose tag names an order
     * @param pace of all that is looked up
     */
    public StripeEventList(StripeAccount account, String store, StripeRateLimiter pace) {
        this.access = new StripeConnection(account, StripeTimeouts.REFRESH, pace);
        this.reader = new StripeEventReader(account.name(), account.live(), store, account.connected());
    }

    @Override
    public Page page(Window window, String after) {
        StripeCollection<Event> page =
                access.calls().events(window, Optional.of(after).filter(id -> !id.isEmpty()));
        List<Event> events = page.getData();
        boolean more = Boolean.TRUE.equals(page.getHasMore()) && !events.isEmpty();
        return new Page(
                events.stream().flatMap(this::read).toList(),
                more ? events.getLast().getId() : "");
    }

    private Stream<ListedEvent> read(Event event) {
        return reader.read(json(event)) instanceof Accepted(var callback, var order)
                ? Stream.of(new ListedEvent(callback, order))
                : Stream.empty();
    }

    /** Builds the part of the webhook's JSON that is read. */
    private static ObjectNode json(Event event) {
        ObjectNode json = JSON.createObjectNode()
                .put("object", "event")
                .put("id", event.getId())
                .put("type", event.getType())
                .put("livemode", event.getLivemode())
                .put("account", event.getAccount());
        try {
            json.putObject("data")
                    .set(
                            "object",
                            JSON.readTree(event.getDataObjectDeserializer().getRawJson()));
        } catch (JsonProcessingException notJson) {
            throw StripeErrors.unreadable("events");
        }
        return json;
    }
}
