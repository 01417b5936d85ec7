package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Progress;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.stripe.account.Bank;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import dev.payonce.servers.stripe.webhook.Forgery;
import dev.payonce.servers.stripe.webhook.Retries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The bad day of a store, from the first payment until all is at rest. */
final class BadDay {

    /** The longest time from the last disturbance until all is at rest; after it the demo fails. */
    private static final Duration REST = Duration.ofMinutes(2);

    private final Installation all;
    private final Histories histories;
    private final DemoSweep sweep;
    private final Shoppers shoppers;
    private final StoreStaff staff;
    private final Progress progress;
    private final Path logs;

    BadDay(Installation all, Histories histories, Shoppers shoppers, StoreStaff staff, Progress progress, Path logs) {
        this.shoppers = shoppers;
        this.staff = staff;
        this.logs = logs;
        this.all = all;
        this.histories = histories;
        this.sweep = new DemoSweep(all, histories);
        this.progress = progress;
    }

    /** The share of events that are lost: one of three. */
    private static final int LOST = 3;

    /** The number of refunds that are slow at the shopper's bank. */
    private static final int SLOW_REFUNDS = 4;

    private static final Duration SLOW = Duration.ofSeconds(5);

    /** Plays it. Stripe's hours pass in seconds, so that its retries come within the demo. */
    void play(Cast cast, long seed) throws Exception {
        all.stripe().webhooks().pace(600);
        all.stripe().webhooks().retries(Retries.every(Duration.ofMinutes(15), 60));
        all.stripe().webhooks().lose(LOST, seed);
        for (Cast.Role role : cast.roles()) {
            List<Event> events = all.stripe().events().of(role.intent());
            all.stripe()
                    .webhooks()
                    .deliver(
                            events,
                            DeliveryPlan.hostile(seed + role.order().id()).late(Duration.ofHours(3)));
        }
        progress.say(
                "Stripe's callbacks: a third is lost, the others come 1 to 8 times, up to 8 at once, in any order");
        all.stripe().deliverAutomatically(DeliveryPlan.hostile(seed));
        all.stripe().faults().loseAnswers(10);
        shoppers.go(cast, seed);
        progress.say(
                "shoppers click twice, reload, cancel, open two tabs; every fifth returns with a saved card; every tenth"
                        + " answer of Stripe is lost");
        progress.say(cast.renewals().size() + " subscriptions are renewed; every third hook fires twice at once");
        all.stripe().bank().next(SLOW_REFUNDS, Course.pending().thenSucceeds(SLOW));
        staff.go(cast.refundPlans());
        progress.say(
                "every fifth paid order is refunded: in parts, twice at once, in Stripe's dashboard; every tenth shopper"
                        + " pays twice");
        forge(cast);
        all.stripe().merchant().balance(Bank.Balance.TOO_LOW);
        new Disturbance(all, progress)
                .happen(cast.roles().stream()
                        .limit(10)
                        .map(role -> role.order().id())
                        .toList());
        all.stripe().merchant().balance(Bank.Balance.ENOUGH);
        progress.say("Stripe's balance was too low for refunds until now");
        progress.await(() -> shoppers.state() + ", " + staff.state());
        try {
            shoppers.await();
            staff.await();
        } catch (ExecutionException unanswered) {
            explain();
            throw unanswered;
        }
        progress.say("each shopper and each refund has its final answer");
        awaitRest();
        sweep.lastOne();
        progress.say("the sweep has read the lost events from Stripe's own list");
        awaitRest();
    }

    private void forge(Cast cast) throws InterruptedException {
        for (Cast.Role role : cast.roles().subList(0, Math.min(3, cast.roles().size()))) {
            Event event = all.stripe().events().of(role.intent()).getLast();
            for (Forgery forgery : all.stripe().webhooks().forger().unauthentic(event)) {
                all.stripe().webhooks().send(forgery);
            }
            all.stripe().webhooks().send(all.stripe().webhooks().forger().otherAccount(event, "acct_somebodyelses"));
            all.stripe().webhooks().send(all.stripe().webhooks().forger().otherMode(event));
        }
        progress.say("forged, stale and foreign callbacks come");
    }

    /** Waits until nothing is on its way, and each run has ended or waits for a shopper, a bank or an operator. */
    void awaitRest() throws InterruptedException {
        long end = System.nanoTime() + REST.toNanos();
        int quiet = 0;
        for (int refreshes = 0; quiet < 2; refreshes++) {
            all.stripe().catchUp();
            boolean delivered = all.stripe().webhooks().idle(Duration.ofMillis(10));
            long atWork = histories.atWork() + unresolved();
            quiet = delivered && atWork == 0 ? quiet + 1 : 0;
            if (refreshes % 8 == 0) {
                long paid =
                        all.store().orders().stream().filter(OrderRow::isPaid).count();
                progress.say(paid + " orders are paid, " + atWork + " workflows at work, "
                        + all.stripe().webhooks().payments().size() + " callbacks so far");
            }
            if (System.nanoTime() > end) {
                explain();
                throw new IllegalStateException(
                        "Not at rest after " + REST.toSeconds() + " s; the lines above say what is still at work");
            }
            Disturbance.pause(Duration.ofMillis(250));
        }
    }

    private void explain() {
        new StandstillReport(all, histories).explain(logs).forEach(progress::say);
    }

    /** Counts the operations with an unknown outcome; they are looked up soon. */
    private long unresolved() {
        return all.store().sql().sql("""
                        SELECT COUNT(*) FROM payonce.payonce_ledger o WHERE o.entry REGEXP '^operation:[0-9]+$'
                          AND NOT EXISTS (SELECT 1 FROM payonce.payonce_ledger r
                            WHERE r.store = o.store AND r.order_id = o.order_id AND r.order_key = o.order_key
                              AND r.entry LIKE CONCAT(o.entry, '#%') AND r.entry NOT LIKE '%=unknown')""").query(Long.class).single();
    }

    /**
     * Empties Redis, delivers each event of every third order again, and repeats each request.
     *
     * @return the number of those events
     */
    int again(Cast cast) throws Exception {
        all.redis().flush();
        int delivered = 0;
        for (int each = 0; each < cast.roles().size(); each += 3) {
            List<Event> events = all.stripe().events().of(cast.roles().get(each).intent());
            all.stripe().webhooks().deliver(events, DeliveryPlan.orderly());
            delivered += (int) events.stream()
                    .filter(event -> !all.stripe().webhooks().loses(event))
                    .count();
        }
        shoppers.again();
        staff.again();
        awaitRest();
        return delivered;
    }
}
