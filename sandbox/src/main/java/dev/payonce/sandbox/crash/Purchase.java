package dev.payonce.sandbox.crash;

import dev.payonce.order.Fingerprint;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.Batch;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A purchase: an order, the work on it, and the point at which the process dies. */
final class Purchase {

    private static final int MOST_COPIES = 3;

    private final Installation all;
    private final Point point;
    private final Kind kind;
    private final StoreOrder order;
    private final int reconciliation;
    private final boolean late;
    private final int copies;
    private final boolean whole;
    private Optional<Event> event = Optional.empty();
    private String soldBy = "";
    private Optional<PendingRequest> pending = Optional.empty();
    private Optional<Batch> payments = Optional.empty();

    /** @param random decides on everything that may differ */
    Purchase(Installation all, Point point, Kind kind, Random random) {
        this.all = all;
        this.point = point;
        this.kind = kind;
        this.order = all.store().addOrders(random.nextInt(1_000_000), 1).getFirst();
        this.reconciliation = 1 + (kind.isAsked() ? random.nextInt(2) : 0);
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
     * Returns the reconciliation of a request at which the process dies: 1 creates its operation, 2 resolves it.
     */
    int reconciliation() {
        return reconciliation;
    }

    /** Returns the same, counted with reconciliations that write nothing: before a refund the payment is refreshed. */
    int locking() {
        return kind == Kind.REFUND ? reconciliation + 1 : reconciliation;
    }

    /** Returns true if the dead process's last request still arrives, and false if it is lost. */
    boolean late() {
        return late;
    }

    /** Returns the fingerprint, which names this order where its key is unknown. */
    String fingerprint() {
        return Fingerprint.ofOrderKey(order.key());
    }

    /** Returns the caller's idempotency key, or the callback's event. */
    String key() {
        return kind.isAsked() ? "crash-" + order.id() : event.orElseThrow().id();
    }

    /** Returns what Temporal and Redis have of the key: a request's only as its fingerprint. */
    String storedKey() {
        return kind.isAsked() ? Fingerprint.of(key()) : key();
    }

    /** Returns its callback; empty for a request. */
    Optional<Event> event() {
        return kind.isAsked() ? Optional.empty() : event;
    }

    Optional<PendingRequest> pending() {
        return pending;
    }

    /** Returns its payment; empty while there is none. */
    Optional<String> intent() {
        return event.map(Event::intent)
                .or(() -> all.stripe().journal().netOf(order.id()).keySet().stream()
                        .findFirst());
    }

    /** Delivers first the callback that it was paid, if it is to be refunded. */
    void sell() {
        if (kind.givesBack()) {
            deliver(1);
        }
    }

    /** Notes that it is paid and that this run is over; a clerk refunds it in the gateway's dashboard. */
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

    /** Sends the request, or delivers the callback, until it is answered. */
    void begin(URI api) {
        if (kind.isAsked()) {
            pending = Optional.of(
                    PendingRequest.begin(api.resolve(path()), all.credentials().token(), key(), body()));
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

    /** Returns a text of its request that comes after its key. */
    String middle() {
        return switch (kind) {
            case CHARGE -> "\"paymentMethod\"";
            case REFUND -> "\"amount\"";
            case CALLBACK, REFUND_CALLBACK -> event.orElseThrow().intent();
        };
    }

    /** Delivers a callback's copies after all is over. */
    void deliverAgain() {
        if (!kind.isAsked()) {
            deliver(copies);
        }
    }

    private void deliver(int times) {
        DeliveryPlan plan = DeliveryPlan.hostile(order.id()).copies(times, times);
        payments = Optional.of(all.stripe().webhooks().deliver(List.of(event.orElseThrow()), plan));
    }

    /** Returns true if a run of it is completed, other than the run that paid the order before. */
    boolean isOver(Histories histories) {
        return histories.isOver(workflow()) && !run(histories).equals(soldBy);
    }

    private String run(Histories histories) {
        return histories
                .latest(workflow())
                .map(run -> run.getExecution().getRunId())
                .orElse("");
    }

    /** Returns true if each caller has an answer. */
    boolean isAnswered() {
        return pending.map(PendingRequest::isAnswered).orElse(true)
                && payments.map(Batch::over).orElse(true);
    }

    /** Returns true if a caller has to send it again. */
    boolean wasPutOff() {
        return pending.map(PendingRequest::wasPutOff).orElse(false)
                || payments.map(batch -> batch.attempts().stream().anyMatch(each -> !each.acknowledged()))
                        .orElse(false);
    }

    @Override
    public String toString() {
        String where = kind.isAsked() ? ", reconciliation " + reconciliation : "";
        return "order " + order.id() + " (" + point + ", " + kind + where + (late ? ", late)" : ")");
    }
}
