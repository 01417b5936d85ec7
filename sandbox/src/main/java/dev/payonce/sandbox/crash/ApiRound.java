package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.Await;
import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.Hold;
import io.temporal.api.enums.v1.EventType;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The round in which the API dies at every point at once, each with an order of its own.
 *
 * <p>All its requests to Temporal share one connection, so the orders come in this order: those whose answers are
 * written, and those whose bodies are half read. Then come those that Temporal has and whose replies are held, and
 * last those that are held on their way to Temporal.
 */
final class ApiRound {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Installation all;
    private final Histories histories;
    private final FaultProxy proxy;
    private final Purchases purchases;
    private final Map<Purchase, Hold> held = new LinkedHashMap<>();

    /** @param proxy the proxy through which gateway and shop reach the API */
    ApiRound(Installation all, Histories histories, FaultProxy proxy, Purchases purchases) {
        this.all = all;
        this.histories = histories;
        this.proxy = proxy;
        this.purchases = purchases;
    }

    /** Returns when the API is dead. It stays alive if it has refused a request before. */
    List<Purchase> play() throws Missed {
        try {
            for (Point point : List.of(Point.ACKNOWLEDGED, Point.READ, Point.DURABLE, Point.VERIFIED)) {
                purchases.at(point).forEach(this::bring);
                awaitAll();
            }
            Optional<Purchase> gone =
                    held.keySet().stream().filter(Purchase::wasPutOff).findFirst();
            if (gone.isPresent()) {
                throw new Missed(gone.get());
            }
        } catch (Missed missed) {
            held.values().forEach(Hold::letGo);
            throw missed;
        }
        all.api().kill();
        held.forEach((purchase, hold) -> {
            if (purchase.point() == Point.ACKNOWLEDGED && purchase.late()) {
                hold.letGo();
            } else {
                hold.lose();
            }
        });
        return List.copyOf(held.keySet());
    }

    private void bring(Purchase purchase) {
        held.put(purchase, hold(purchase));
        purchase.begin(URI.create("http://127.0.0.1:" + proxy.port()));
    }

    private Hold hold(Purchase purchase) {
        return switch (purchase.point()) {
            case READ -> proxy.hold(Hold.request(purchase.key(), purchase.middle()));
            case VERIFIED -> all.wires().temporal().hold(Hold.request(purchase.storedKey()));
            case DURABLE -> all.wires().temporal().hold(Hold.reply(purchase.storedKey()));
            case ACKNOWLEDGED -> proxy.hold(Hold.reply(purchase.key()));
            case BEFORE_SENDING, SENT, ANSWERED, LOCKED, UPDATED, COMMITTED, RELEASED, PUBLISHING ->
                throw new IllegalArgumentException("The worker's: " + purchase.point());
        };
    }

    private void awaitAll() throws Missed {
        for (Map.Entry<Purchase, Hold> each : held.entrySet()) {
            if (!each.getValue().await(PATIENCE) || !Await.holdsWithin(PATIENCE, () -> isThere(each.getKey()))) {
                throw new Missed(each.getKey());
            }
        }
    }

    private boolean isThere(Purchase purchase) {
        return purchase.point() != Point.DURABLE || isDurable(purchase);
    }

    /**
     * Searches Temporal for this request or callback, because the reply's first bytes may say nothing yet. An order that
     * was paid before has had other ones. A callback that names no order has a workflow of its own.
     */
    private boolean isDurable(Purchase purchase) {
        if (histories.latest("callback-" + purchase.key()).isPresent()) {
            return true;
        }
        return histories.latest(purchase.workflow()).isPresent()
                && histories.client().fetchHistory(purchase.workflow()).getEvents().stream()
                        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
                                || event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
                        .anyMatch(event -> event.toString().contains(purchase.storedKey()));
    }
}
