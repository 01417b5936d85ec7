package dev.payonce.sandbox.crash;

import dev.payonce.order.Fingerprint;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.store.StoreOrder;
import dev.payonce.sandbox.stripe.Batch;
import dev.payonce.sandbox.stripe.DeliveryPlan;
import dev.payonce.sandbox.stripe.Event;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One order, how it is paid, and where the process dies that works on it. */
final class Purchase {

    private static final int MOST_COPIES = 3;

    private final Installation all;
    private final Point point;
    private final Kind kind;
    private final StoreOrder order;
    private final int settlement;
    private final boolean late;
    private final int copies;
    private final Optional<Event> event;
    private Optional<Asking> asking = Optional.empty();
    private Optional<Batch> deliveries = Optional.empty();

    /** @param random decides on everything that may differ */
    Purchase(Installation all, Point point, Kind kind, Random random) {
        this.all = all;
        this.point = point;
        this.kind = kind;
        this.order = all.store().addOrders(random.nextInt(1_000_000), 1).getFirst();
        this.settlement = kind == Kind.CHARGE ? 1 + random.nextInt(2) : 1;
        this.late = random.nextBoolean();
        this.copies = 1 + random.nextInt(MOST_COPIES);
        this.event = kind == Kind.CHARGE ? Optional.empty() : Optional.of(paid());
    }

    private Event paid() {
        String intent = all.stripe().shopper().pay(Metadata.asked(order), order.currency(), Metadata.tag(all, order));
        return all.stripe().events().last(intent, "payment_intent.succeeded").orElseThrow();
    }

    Point point() {
        return point;
    }

    Kind kind() {
        return kind;
    }

    StoreOrder order() {
        return order;
    }

    String workflow() {
        return Long.toString(order.id());
    }

    /** Of a charge: at which of its two settlements it is hit, the one that opens it or the one that pays the order. */
    int settlement() {
        return settlement;
    }

    /** Whether what the dead process had said arrives all the same, or is lost with it. */
    boolean late() {
        return late;
    }

    /** What names this order and no other, wherever its key is not known. */
    String fingerprint() {
        return Fingerprint.ofOrderKey(order.key());
    }

    /** The caller's idempotency key, or the callback's event. */
    String key() {
        return event.map(Event::id).orElse("crash-" + order.id());
    }

    Optional<Event> event() {
        return event;
    }

    Optional<Asking> asking() {
        return asking;
    }

    /** The payment that was made for it; empty while there is none. */
    Optional<String> intent() {
        return event.map(Event::intent)
                .or(() -> all.stripe().journal().netOf(order.id()).keySet().stream()
                        .findFirst());
    }

    /** Asks for the charge, or delivers the callback, until it is answered. */
    void begin(URI api) {
        if (kind == Kind.CHARGE) {
            asking = Optional.of(Asking.begin(api, all.credentials().token(), key(), order.id()));
        } else {
            deliver(point.program() == Point.Program.WORKER ? copies : 1);
        }
    }

    /** A callback's copies that come when all is over. */
    void deliverAgain() {
        if (kind == Kind.CALLBACK) {
            deliver(copies);
        }
    }

    private void deliver(int times) {
        DeliveryPlan plan = DeliveryPlan.hostile(order.id()).copies(times, times);
        deliveries = Optional.of(all.stripe().webhooks().deliver(List.of(event.orElseThrow()), plan));
    }

    /** Whoever waits for an answer has one. */
    boolean isAnswered() {
        return asking.map(Asking::isAnswered).orElse(true)
                && deliveries.map(Batch::over).orElse(true);
    }

    /** Somebody was told to come again. */
    boolean wasPutOff() {
        return asking.map(Asking::wasPutOff).orElse(false)
                || deliveries
                        .map(batch -> batch.attempts().stream().anyMatch(each -> !each.acknowledged()))
                        .orElse(false);
    }

    @Override
    public String toString() {
        String where = kind == Kind.CHARGE ? ", settlement " + settlement : "";
        return "order " + order.id() + " (" + point + ", " + kind + where + (late ? ", late)" : ")");
    }
}
