package dev.payonce.sandbox.outage;

import dev.payonce.sandbox.installation.Given;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.LogScan;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import dev.payonce.servers.Await;
import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The drill of {@code make outage}, from its first line to its last. */
public final class Drill {

    private static final int SEED = 20_261_126;
    private static final Path LOGS = Path.of("sandbox/target/outage");

    /** The longest wait: an operation counts as never sent a quarter of an hour after its outcome became unknown. */
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(20);

    /** The time in which held-back requests arrive after the repair of a network, at any rate. */
    private static final Duration HELD_BACK = Duration.ofSeconds(3);

    private static final int FOR_ALL = 1_000_000;

    private final Installation all;
    private final Shop shop;
    private final Shown shown;
    private final Result result = new Result();
    private final Progress progress;
    private Instant asked = Instant.EPOCH;

    private Drill(Installation all, Shop shop, Histories histories, Progress progress) {
        this.all = all;
        this.shop = shop;
        this.shown = new Shown(histories);
        this.progress = progress;
    }

    /** Returns true if every promise about an outage held. */
    public static boolean run(Map<String, String> environment, PrintStream out) throws Exception {
        Given given = new Given(environment);
        int orders = given.number("ORDERS", 500);
        Duration outage = Duration.ofMinutes(given.number("MINUTES", 6));
        boolean hangs = given.text("WAY", "refuse").equals("hang");
        out.println("Payonce's outage: " + orders + " payments, " + outage.toMinutes() + " minutes, the gateway "
                + (hangs ? "hangs" : "refuses connections") + "; logs: " + LOGS);
        // Each caller waits only 2 s for an answer, so that all have sent their request within half a minute.
        Map<String, String> settings =
                Map.of("PAYONCE_ANSWER_WITHIN", "2", "PAYONCE_GATEWAY_PER_SECOND", Integer.toString(Result.PER_SECOND));
        try (Progress progress = new Progress(out);
                Installation all = Installation.start(Programs.BUILT, "", SEED, LOGS, settings);
                Histories histories = new Histories(all.temporal());
                Shop shop = new Shop(all)) {
            Drill drill = new Drill(all, shop, histories, progress);
            List<Affected> affected = drill.sell(orders);
            drill.outage(affected, outage, hangs);
            drill.recovery(affected);
            drill.result.charges(all, affected);
            return drill.result.print(
                    out, affected, drill.shown, LogScan.of(all).folder(LOGS));
        }
    }

    private List<Affected> sell(int orders) {
        List<StoreOrder> sold = all.store().addOrders(SEED, orders);
        Kind[] kinds = Kind.values();
        return IntStream.range(0, orders)
                .mapToObj(each -> Affected.of(all, kinds[each % kinds.length], sold.get(each)))
                .toList();
    }

    private void outage(List<Affected> affected, Duration outage, boolean hangs) throws Exception {
        all.stripe().faults().after(FOR_ALL, new Fault.Failure(503), Route.CREATE_INTENT);
        List<Affected> lost = of(affected, Kind.ANSWER_LOST);
        shop.pay(lost, "k1");
        Await.until(
                "those are charged whose answers are lost",
                PATIENCE,
                () -> lost.stream()
                        .noneMatch(
                                each -> all.stripe().journal().netOf(each.id()).isEmpty()));
        say("the answers to " + lost.size() + " charges are lost; the gateway is away from now on");
        FaultProxy gateway = all.wires().stripe();
        if (hangs) {
            gateway.blackhole();
        } else {
            gateway.refuse();
        }
        Instant end = Instant.now().plus(outage);
        List<Event> events =
                affected.stream().flatMap(each -> each.event().stream()).toList();
        var callbacks =
                all.stripe().webhooks().deliver(events, DeliveryPlan.orderly().atOnce(8));
        shop.pay(of(affected, Kind.NEVER_SENT), "k1");
        callbacks.await(outage);
        say(callbacks.attempts().stream().filter(each -> each.acknowledged()).count() + " callbacks and "
                + of(affected, Kind.NEVER_SENT).size() + " requests came since");
        watch(Duration.between(Instant.now(), end), () -> false);
        say(stalled(affected) + " of " + affected.size() + " are shown as stalled; the gateway comes back");
        all.stripe().faults().clear();
        result.back = Instant.now();
        gateway.pass();
        if (hangs) {
            watch(HELD_BACK, () -> false);
            say(
                    Traffic.between(all.stripe().calls().all(), result.back, Instant.now())
                                    .count()
                            + " calls arrive at once, most of which were held on the way; no caller waits for their answers any more");
        }
        result.heard = Instant.now();
    }

    private long stalled(List<Affected> affected) {
        return affected.stream()
                .filter(each -> shown.stalledAfter(each).isPresent())
                .count();
    }

    private void recovery(List<Affected> affected) throws Exception {
        List<Affected> known =
                affected.stream().filter(each -> each.kind() != Kind.NEVER_SENT).toList();
        new NewShoppers(all, shop, result).pay(affected.size());
        say("new shoppers meanwhile: " + result.newShoppers());
        watch(PATIENCE, () -> isPaid(known));
        say("each order that the gateway charged is paid");
        List<Affected> open = new ArrayList<>(of(affected, Kind.NEVER_SENT));
        watch(PATIENCE, () -> isAnswered(open));
        say("each request that it never got is answered, and may be paid again");
        shop.pay(of(affected, Kind.NEVER_SENT), "k2");
        watch(PATIENCE, () -> isPaid(affected));
        result.reviews = shop.reviews();
        result.over = Instant.now();
    }

    private boolean isPaid(List<Affected> some) {
        var paid = shop.paid();
        some.stream().filter(each -> paid.contains(each.id())).forEach(result::recovered);
        return some.stream().allMatch(each -> paid.contains(each.id()));
    }

    /** Repeats the requests with the same key; the answer is the outcome once it is known. */
    private boolean isAnswered(List<Affected> open) {
        if (Duration.between(asked, Instant.now()).compareTo(ASK_AGAIN) > 0) {
            asked = Instant.now();
            open.removeIf(each -> {
                String answer = shop.pay(each, "k1");
                result.answers.merge(answer, 1, Integer::sum);
                return answer.startsWith("declined") || answer.startsWith("paid");
            });
        }
        return open.isEmpty();
    }

    private void watch(Duration time, BooleanSupplier over) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (!over.getAsBoolean() && System.nanoTime() < end) {
            shown.refresh();
            Thread.sleep(LOOK);
        }
    }

    private static List<Affected> of(List<Affected> affected, Kind kind) {
        return affected.stream().filter(each -> each.kind() == kind).toList();
    }

    private void say(String what) {
        progress.say(what);
    }
}
