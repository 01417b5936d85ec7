package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.store.OrderRow;
import dev.payonce.sandbox.stripe.account.Bank;
import dev.payonce.sandbox.stripe.account.Event;
import dev.payonce.sandbox.stripe.state.Course;
import dev.payonce.sandbox.stripe.webhook.DeliveryPlan;
import dev.payonce.sandbox.stripe.webhook.Forgery;
import dev.payonce.sandbox.stripe.webhook.Retries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** An ordinary bad day, from the first payment until all is at rest. */
final class Story {

    /** All is at rest within this after the last disturbance, or the demo fails. */
    private static final Duration REST = Duration.ofMinutes(2);

    private final Installation all;
    private final Histories histories;
    private final Sweeps sweeps;
    private final Shoppers shoppers;
    private final Clerks clerks;
    private final Progress progress;
    private final Path logs;

    Story(Installation all, Histories histories, Shoppers shoppers, Clerks clerks, Progress progress, Path logs) {
        this.shoppers = shoppers;
        this.clerks = clerks;
        this.logs = logs;
        this.all = all;
        this.histories = histories;
        this.sweeps = new Sweeps(all, histories);
        this.progress = progress;
    }

    /** One event in so many never comes. */
    private static final int LOST = 3;

    /** So many refunds are slow at the shopper's bank, and this slow. */
    private static final int SLOW_REFUNDS = 4;

    private static final Duration SLOW = Duration.ofSeconds(5);

    /** Stripe's hours pass in seconds, so that its retries come within the demo. */
    void tell(Cast cast, long seed) throws Exception {
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
        progress.say("a third of all events never comes, the others 1 to 8 times, up to 8 at once, in any order");
        all.stripe().deliverAutomatically(DeliveryPlan.hostile(seed));
        all.stripe().faults().loseAnswers(10);
        shoppers.go(cast.unpaid(), seed);
        progress.say("impatient shoppers pay; Stripe does what it is told and loses every tenth answer");
        all.stripe().bank().next(SLOW_REFUNDS, Course.pending().thenSucceeds(SLOW));
        clerks.go(cast.givenBack());
        progress.say(
                "of every fifth paid order money is given back, in parts, twice at once, by hand; every tenth shopper pays"
                        + " twice");
        forge(cast);
        all.stripe().merchant().balance(Bank.Balance.TOO_LOW);
        new Disturbances(all, progress)
                .happen(cast.roles().stream()
                        .limit(10)
                        .map(role -> role.order().id())
                        .toList());
        all.stripe().merchant().balance(Bank.Balance.ENOUGH);
        progress.say("Stripe's balance was too low for refunds; now they go out");
        try {
            shoppers.await();
            clerks.await();
        } catch (ExecutionException unanswered) {
            explain();
            throw unanswered;
        }
        progress.say("every shopper has a final answer, and every refund");
        awaitRest();
        sweeps.lastOne();
        progress.say("the sweep has found what never came");
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
        progress.say("forged, stale and foreign callbacks were sent");
    }

    /** Until nothing is on its way and every run has ended or waits for a person. */
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
                progress.say(paid + " orders paid, " + atWork + " runs at work, "
                        + all.stripe().webhooks().payments().size() + " deliveries");
            }
            if (System.nanoTime() > end) {
                explain();
                throw new IllegalStateException("Not at rest after " + REST.toSeconds() + " s");
            }
            Disturbances.pause(Duration.ofMillis(250));
        }
    }

    private void explain() {
        new Standstill(all, histories).explain(logs).forEach(progress::say);
    }

    /** Operations whose outcome nobody knows yet; they are looked up soon. */
    private long unresolved() {
        return all.store().sql().sql("""
                        SELECT COUNT(*) FROM payonce.payonce_ledger o WHERE o.entry REGEXP '^operation:[0-9]+$'
                          AND NOT EXISTS (SELECT 1 FROM payonce.payonce_ledger r
                            WHERE r.store = o.store AND r.order_id = o.order_id AND r.order_key = o.order_key
                              AND r.entry LIKE CONCAT(o.entry, '#%') AND r.entry NOT LIKE '%=unknown')""").query(Long.class).single();
    }

    /**
     * Empties Redis, delivers every event of every third order once more, and has every shopper ask once more.
     *
     * @return how many events that were
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
        clerks.again();
        awaitRest();
        return delivered;
    }
}
