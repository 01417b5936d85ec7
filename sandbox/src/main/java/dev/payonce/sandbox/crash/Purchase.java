package dev.payonce.sandbox.crash;

import dev.payonce.order.Fingerprint;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.store.StoreOrder;
import dev.payonce.sandbox.stripe.account.Event;
import dev.payonce.sandbox.stripe.webhook.Batch;
import dev.payonce.sandbox.stripe.webhook.DeliveryPlan;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The purchase of one order, and the point at which the process dies that works on it. */
final class Purchase {

    private static final int MOST_COPIES = 3;

    private final Installation all;
    private final Point point;
    private final Kind kind;
    private final StoreOrder order;
    private final int settlement;
    private final boolean late;
    private final int copies;
    private final boolean whole;
    private Optional<Event> event = Optional.empty();
    private String soldBy = "";
    private Optional<Asking> asking = Optional.empty();
    private Optional<Batch> payments = Optional.empty();

    /** @param random decides on everything that may differ */
    Purchase(Installation all, Point point, Kind kind, Random random) {
        this.all = all;
        this.point = point;
        this.kind = kind;
        this.order = all.store().addOrders(random.nextInt(1_000_000), 1).getFirst();
        this.settlement = 1 + (kind.isAsked() ? random.nextInt(2) : 0);
        this.late = random.nextBoolean();
        this.copies = 1 + random.nextInt(MOST_COPIES);
        this.whole = random.nextBoolean();
        if (kind != Kind.CHARGE) {
            String intent = all.stripe().shopper().pay(asked(), order.currency(), Metadata.tag(all, order));
            event = all.stripe().events().last(intent, "payment_intent.succeeded");
        }
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

    long asked() {
        return Metadata.asked(order);
    }

    Refunded refund() {
        return Refunded.of(order, whole);
    }

    /**
     * Returns which of the two reconciliations that write a request is hit, the one that creates its operation or the
     * one that ends it.
     */
    int settlement() {
        return settlement;
    }

    /** Returns the same, counting those that write nothing: a refund first reads the payment. */
    int locking() {
        return kind == Kind.REFUND ? settlement + 1 : settlement;
    }

    /** Reports whether the dead process's last bytes arrive all the same, or are lost with it. */
    boolean late() {
        return late;
    }

    /** Returns a text that names this order and no other, wherever its key is not known. */
    String fingerprint() {
        return Fingerprint.ofOrderKey(order.key());
    }

    /** Returns the caller's idempotency key, or the callback's event. */
    String key() {
        return kind.isAsked() ? "crash-" + order.id() : event.orElseThrow().id();
    }

    /** Returns the callback that it is about; empty when it is a request. */
    Optional<Event> event() {
        return kind.isAsked() ? Optional.empty() : event;
    }

    Optional<Asking> asking() {
        return asking;
    }

    /** Returns the payment that was made for it; empty while there is none. */
    Optional<String> intent() {
        return event.map(Event::intent)
                .or(() -> all.stripe().journal().netOf(order.id()).keySet().stream()
                        .findFirst());
    }

    /** Pays an order that is to be refunded. */
    void sell() {
        if (kind.givesBack()) {
            deliver(1);
        }
    }

    /** Waits until the order is paid and that run is over; then the merchant refunds in the gateway's dashboard. */
    void isSold(Histories histories) {
        if (kind.givesBack()) {
            soldBy = run(histories);
        }
        if (kind == Kind.REFUND_CALLBACK) {
            String intent = event.orElseThrow().intent();
            all.stripe().merchant().refund(intent, refund().minor());
            event = all.stripe().events().last(intent, "refund.created");
        }
    }

    /** Asks for it, or delivers the callback, until that is answered. */
    void begin(URI api) {
        if (kind.isAsked()) {
            asking = Optional.of(
                    Asking.begin(api.resolve(path()), all.credentials().token(), key(), body()));
        } else {
            deliver(point.program() == Point.Program.WORKER ? copies : 1);
        }
    }

    private String path() {
        return kind == Kind.REFUND ? "/payments/" + order.id() + "/refunds" : "/payments";
    }

    private String body() {
        return kind == Kind.REFUND
                ? refund().body()
                : "{\"order\":" + order.id()
                        + ",\"gateway\":\"stripe\",\"paymentMethod\":\"pm_card_visa\",\"capture\":\"automatic\"}";
    }

    /** Returns the part of its request after its key. */
    String middle() {
        return switch (kind) {
            case CHARGE -> "\"paymentMethod\"";
            case REFUND -> "\"amount\"";
            case CALLBACK, REFUND_CALLBACK -> event.orElseThrow().intent();
        };
    }

    /** Delivers a callback's copies when all is over. */
    void deliverAgain() {
        if (!kind.isAsked()) {
            deliver(copies);
        }
    }

    private void deliver(int times) {
        DeliveryPlan plan = DeliveryPlan.hostile(order.id()).copies(times, times);
        payments = Optional.of(all.stripe().webhooks().deliver(List.of(event.orElseThrow()), plan));
    }

    /** Reports whether a run after the payment's own worked on it and rests. */
    boolean isOver(Histories histories) {
        return histories.isOver(workflow()) && !run(histories).equals(soldBy);
    }

    private String run(Histories histories) {
        return histories
                .latest(workflow())
                .map(run -> run.getExecution().getRunId())
                .orElse("");
    }

    /** Reports whether every waiting caller has an answer. */
    boolean isAnswered() {
        return asking.map(Asking::isAnswered).orElse(true)
                && payments.map(Batch::over).orElse(true);
    }

    /** Reports whether a caller has to come again. */
    boolean wasPutOff() {
        return asking.map(Asking::wasPutOff).orElse(false)
                || payments.map(batch -> batch.attempts().stream().anyMatch(each -> !each.acknowledged()))
                        .orElse(false);
    }

    @Override
    public String toString() {
        String where = kind.isAsked() ? ", settlement " + settlement : "";
        return "order " + order.id() + " (" + point + ", " + kind + where + (late ? ", late)" : ")");
    }
}
