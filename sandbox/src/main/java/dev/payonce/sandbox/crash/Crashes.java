package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.Await;
import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.stripe.webhook.Retries;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The crashes at all points, for some seeds, on one set of servers. The installation's own worker is stopped meanwhile. */
public final class Crashes {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int TRIES = 5;
    private static final int WARM = 2;

    /** The schedule of a gateway that retries soon, so that no test waits for it. */
    private static final Retries SOON = Retries.every(Duration.ofMinutes(15), 600);

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final Installation all;
    private final Histories histories;
    private final Crew crew;
    private final FaultProxy proxy;
    private final Consumer<String> say;
    private final List<Crash> crashes = new ArrayList<>();

    private Crashes(Installation all, Histories histories, Crew crew, FaultProxy proxy, Consumer<String> say) {
        this.all = all;
        this.histories = histories;
        this.crew = crew;
        this.proxy = proxy;
        this.say = say;
    }

    /**
     * @param logs the folder of the workers' logs
     * @param say takes a line for each order
     */
    public static List<Crash> run(Installation all, Path logs, List<Long> seeds, Consumer<String> say) {
        all.worker().kill();
        try (Histories histories = new Histories(all.temporal());
                FaultProxy proxy = FaultProxy.before("127.0.0.1", all.apiUrl().getPort());
                Crew crew = new Crew(all, logs)) {
            URI webhooks = URI.create("http://127.0.0.1:" + proxy.port() + "/webhooks/stripe");
            all.stripe().webhooks().endpoint(webhooks, all.credentials().webhookSecret());
            all.stripe().webhooks().retries(SOON);
            Crashes crashes = new Crashes(all, histories, crew, proxy, say);
            crashes.warmUp();
            for (int each = 0; each < seeds.size(); each++) {
                crashes.play(seeds.get(each), each + 1 == seeds.size());
            }
            return List.copyOf(crashes.crashes);
        } finally {
            all.stripe().webhooks().endpoint(all.webhookUrl(), all.credentials().webhookSecret());
            all.stripe().webhooks().retries(Retries.threeDays());
            all.restartWorker();
        }
    }

    /** Warms up: the first work of a fresh process takes seconds. */
    private void warmUp() {
        crew.awaitReady();
        Random random = new Random(0);
        List<Purchase> purchases = new ArrayList<>();
        for (int each = 0; each < WARM; each++) {
            for (Kind kind : Kind.values()) {
                purchases.add(new Purchase(all, Point.ACKNOWLEDGED, kind, random));
            }
        }
        Purchases.sell(purchases, histories);
        purchases.forEach(each -> each.begin(all.apiUrl()));
        rest(purchases);
    }

    private void rest(List<Purchase> purchases) {
        for (Purchase purchase : purchases) {
            boolean _ = Await.holdsWithin(PATIENCE, () -> purchase.isAnswered() && purchase.isOver(histories));
        }
    }

    /** @param last true for the last seed, after which no further worker is needed */
    private void play(long seed, boolean last) {
        Random random = new Random(seed * 7_919);
        crew.awaitReady();
        List<Purchase> orphans =
                insist(() -> new WorkerRound(all, crew, random, purchases(Point.Program.WORKER, seed, random)).play());
        crew.bury();
        finish(seed, orphans, last ? () -> {} : crew::hire);
        List<Purchase> unheard =
                insist(() -> new ApiRound(all, histories, proxy, purchases(Point.Program.API, seed, random)).play());
        finish(seed, unheard, all::restartApi);
    }

    private Purchases purchases(Point.Program program, long seed, Random random) {
        return Purchases.of(all, histories, program, seed, random);
    }

    private interface Round {
        List<Purchase> play() throws Missed;
    }

    private List<Purchase> insist(Round round) {
        for (int missed = 1; true; missed++) {
            try {
                return round.play();
            } catch (Missed slow) {
                if (missed == TRIES) {
                    throw new IllegalStateException(slow);
                }
                say.accept(slow.getMessage() + "; again, with other orders");
            }
        }
    }

    /** @param replace brings another process in the dead one's place, and is waited for */
    private void finish(long seed, List<Purchase> purchases, Runnable replace) {
        long killed = System.nanoTime();
        CompletableFuture<Void> replaced = CompletableFuture.runAsync(replace, THREADS);
        Map<Purchase, Duration> took = new HashMap<>();
        List<Purchase> open = new ArrayList<>(purchases);
        while (!open.isEmpty() && since(killed).compareTo(PATIENCE) < 0) {
            for (Purchase purchase : open) {
                if (!took.containsKey(purchase) && purchase.isOver(histories)) {
                    took.put(purchase, since(killed));
                }
            }
            open.removeIf(purchase -> took.containsKey(purchase) && purchase.isAnswered());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        replaced.join();
        purchases.forEach(Purchase::deliverAgain);
        rest(purchases);
        purchases.forEach(purchase -> judge(seed, purchase, Optional.ofNullable(took.get(purchase))));
    }

    private void judge(long seed, Purchase purchase, Optional<Duration> took) {
        List<String> wrong = new ArrayList<>(Check.of(purchase, all, histories));
        if (took.isEmpty()) {
            wrong.add(purchase + " did not come to rest in " + PATIENCE.toSeconds() + " s");
        }
        Crash crash = new Crash(seed, purchase.point(), purchase.kind(), took.orElse(PATIENCE), wrong);
        crashes.add(crash);
        say.accept(crash.toString());
        wrong.forEach(each -> say.accept("    " + each));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
