package dev.payonce.sandbox.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.payonce.sandbox.installation.ExtraWorker;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Wires;
import dev.payonce.servers.Hold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The round in which a worker dies at every point at once, each with an order of its own, and another takes over.
 *
 * <p>The other one is cut off until all orders are at their points, so that the victim has all of them. All requests to
 * Temporal share one connection, so the points that stop it come last. First the cache is about to be written, which holds
 * all later requests to Temporal. Then the gateway's answers are let in, and their results are held.
 */
final class WorkerRound {

    /** The bound for all points together, less than the shortest timeout of a held request: 9 s for a lookup. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int LONGEST_DELAY_MS = 15;

    private final Installation all;
    private final Wires wires;
    private final ExtraWorker victim;
    private final ExtraWorker standby;
    private final Random random;
    private final Purchases purchases;
    private final Map<Purchase, Hold> held = new LinkedHashMap<>();
    private final List<Hold> stopped = new ArrayList<>();
    private long deadline;

    /** @param purchases only one where the cache is about to be written, because that stops all reports */
    WorkerRound(Installation all, Crew crew, Random random, Purchases purchases) {
        this.all = all;
        this.victim = crew.victim();
        this.standby = crew.standby();
        this.wires = victim.wires();
        this.random = random;
        this.purchases = purchases;
    }

    /** Returns when the worker is dead and the other one may work. Throws before the kill if a point was not reached. */
    List<Purchase> play() throws Missed {
        standby.standBack();
        try {
            bringAll();
            victim.kill();
            aftermath();
        } catch (Missed missed) {
            stopped.forEach(Hold::letGo);
            held.values().forEach(Hold::letGo);
            throw missed;
        } finally {
            standby.stepIn();
        }
        return List.copyOf(held.keySet());
    }

    private void bringAll() throws Missed {
        deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Point point : Point.of(Point.Program.WORKER)) {
            if (point != Point.PUBLISHING) {
                purchases.at(point).forEach(this::bring);
            }
        }
        awaitAll();
        purchases.at(Point.PUBLISHING).forEach(this::bring);
        awaitAll();
        letAnswersIn();
        awaitAll();
    }

    private void bring(Purchase purchase) {
        held.put(purchase, hold(purchase));
        purchase.begin(all.apiUrl());
    }

    private Hold hold(Purchase purchase) {
        String order = "'order_payment_lock_" + purchase.order().id() + "'";
        String sent = purchase.event()
                .map(event -> "/v1/payment_intents/" + event.intent())
                .orElse(purchase.fingerprint());
        String written =
                HexFormat.of().formatHex(purchase.fingerprint().getBytes(UTF_8)); // as the worker writes a text
        int time = purchase.reconciliation();
        return switch (purchase.point()) {
            case BEFORE_SENDING -> wires.stripe().hold(Hold.request(sent));
            case SENT, ANSWERED -> wires.stripe().hold(Hold.reply(sent));
            case LOCKED -> wires.mysql().hold(Hold.reply("GET_LOCK(" + order).time(purchase.locking()));
            case UPDATED -> wires.mysql().hold(Hold.request(written, "COMMIT").time(time));
            case COMMITTED -> wires.mysql().hold(Hold.reply(written, "COMMIT").time(time));
            case RELEASED ->
                wires.mysql().hold(Hold.reply("RELEASE_LOCK(" + order).time(purchase.locking()));
            case PUBLISHING ->
                wires.redis()
                        .hold(Hold.request(purchase.storedKey())
                                .andThen(_ -> stopped.add(wires.temporal().stopRequests())));
            case READ, VERIFIED, DURABLE, ACKNOWLEDGED ->
                throw new IllegalArgumentException("The API's: " + purchase.point());
        };
    }

    private void letAnswersIn() {
        held.replaceAll((purchase, hold) -> {
            if (purchase.point() != Point.ANSWERED) {
                return hold;
            }
            Hold report = wires.temporal().hold(Hold.request(purchase.intent().orElseThrow()));
            hold.letGo();
            return report;
        });
    }

    private void awaitAll() throws Missed {
        for (Map.Entry<Purchase, Hold> each : held.entrySet()) {
            if (!each.getValue().await(Duration.ofNanos(deadline - System.nanoTime()))) {
                throw new Missed(each.getKey());
            }
        }
    }

    /** Loses the replies, loses or delays each request, and slows the network for the standby. */
    private void aftermath() {
        stopped.forEach(Hold::lose);
        held.forEach((purchase, hold) -> {
            if (purchase.late()) {
                hold.letGo();
            } else {
                hold.lose();
            }
        });
        standby.wires().stripe().delay(Duration.ofMillis(random.nextInt(LONGEST_DELAY_MS)));
        standby.wires().mysql().delay(Duration.ofMillis(random.nextInt(LONGEST_DELAY_MS)));
    }
}
