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

/** One order, what is done about it, and where the process dies that works on it. */
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
     * Of what is asked for: at which of the two settlements that write it is hit, the one that opens its operation or the
     * one that ends it.
     */
    int settlement() {
        return settlement;
    }

    /** The same, counting those that write nothing: before a refund the payment is looked at. */
    int locking() {
        return kind == Kind.REFUND ? settlement + 1 : settlement;
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
        return kind.isAsked() ? "crash-" + order.id() : event.orElseThrow().id();
    }

    /** The callback that it is about; empty when it is asked for. */
    Optional<Event> event() {
        return kind.isAsked() ? Optional.empty() : event;
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

    /** Of what is given back the gateway tells first that it was paid. */
    void sell() {
        if (kind.givesBack()) {
            deliver(1);
        }
    }

    /** It is paid, and that run is over; somebody at the gateway's dashboard gives back. */
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

    /** What its request says after its key, whatever it is. */
    String middle() {
        return switch (kind) {
            case CHARGE -> "\"paymentMethod\"";
            case REFUND -> "\"amount\"";
            case CALLBACK, REFUND_CALLBACK -> event.orElseThrow().intent();
        };
    }

    /** A callback's copies that come when all is over. */
    void deliverAgain() {
        if (!kind.isAsked()) {
            deliver(copies);
        }
    }

    private void deliver(int times) {
        DeliveryPlan plan = DeliveryPlan.hostile(order.id()).copies(times, times);
        payments = Optional.of(all.stripe().webhooks().deliver(List.of(event.orElseThrow()), plan));
    }

    /** A run worked on it, not the one that the order was paid by before, and has nothing left to do. */
    boolean isOver(Histories histories) {
        return histories.isOver(workflow()) && !run(histories).equals(soldBy);
    }

    private String run(Histories histories) {
        return histories
                .latest(workflow())
                .map(run -> run.getExecution().getRunId())
                .orElse("");
    }

    /** Whoever waits for an answer has one. */
    boolean isAnswered() {
        return asking.map(Asking::isAnswered).orElse(true)
                && payments.map(Batch::over).orElse(true);
    }

    /** Somebody was told to come again. */
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
