package dev.payonce.sandbox.outage;

import dev.payonce.sandbox.installation.Installation;
import java.time.Duration;
import java.util.Optional;

/** The shoppers who come during the recovery. They wait at the checkout, so they should notice nothing. */
final class NewShoppers {

    private static final int SEED = 7;
    private static final int SOME = 20;
    private static final Duration EVERY = Duration.ofMillis(700);

    private final Installation all;
    private final Shop shop;
    private final Result result;

    NewShoppers(Installation all, Shop shop, Result result) {
        this.all = all;
        this.shop = shop;
        this.result = result;
    }

    /** Pays one after another, and measures the wait for each final answer. */
    void pay(int seed) throws InterruptedException {
        for (var order : all.store().addOrders(SEED + seed, SOME)) {
            Affected shopper = new Affected(Kind.NEVER_SENT, order, Optional.empty());
            long began = System.nanoTime();
            String answer = shop.pay(shopper, "new");
            while (answer.equals("working")) {
                answer = shop.pay(shopper, "new");
            }
            result.newShoppers.add(Duration.ofNanos(System.nanoTime() - began));
            result.newAnswers.merge(answer, 1, Integer::sum);
            Thread.sleep(EVERY);
        }
    }
}
