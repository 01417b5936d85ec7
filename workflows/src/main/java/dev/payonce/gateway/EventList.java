package dev.payonce.gateway;

import dev.payonce.failure.Failures;
import dev.payonce.order.OrderId;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A gateway's own list of what it sent callbacks about, for gateways that keep one. One account, one task queue. */
@ActivityInterface(namePrefix = "EventList.")
public interface EventList {

    /** The most events on one page, few enough for one try of an activity to hand over. */
    int MOST = 50;

    /**
     * Returns a page of the events in this window, the newest first; only those worth following. Reads only. Fails with
     * a {@link Failures} type.
     *
     * @param after the last event of the page before; empty for the first page
     */
    Page page(Window window, String after);

    /** A window of time by the gateway's clock, both ends included. */
    record Window(Instant from, Instant to) {}

    /** @param more what to ask the next page with; empty on the last one */
    record Page(List<ListedEvent> events, String more) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /**
     * An event as the webhook would have delivered it.
     *
     * @param order the order that our own tag names; empty when the payment carries none
     */
    record ListedEvent(Callback callback, Optional<OrderId> order) {}
}
