package dev.payonce.payment;

import static dev.payonce.payment.Laws.law;

import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Settlement against made-up worlds: every combination of order, ledger and payments that a few rounds of looking can
 * bring about, so that the ledgers are real ones. {@code -Dseed=} repeats a run, {@code -Dcases=} bounds it.
 */
class SettlementPropertyTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int CASES = Integer.getInteger("cases", 100_000);

    @Test
    void everyLawHoldsAfterEverySettlement() {
        int settled = 0;
        long seed = SEED;
        while (settled < CASES) {
            World world = new World(new Random(seed));
            Laws laws = new Laws(world);
            try {
                for (int round = 0; round < 6; round++) {
                    world.goOn();
                    Observation seen = world.glance();
                    settled += 2 * lookUntilSeen(world, laws, laws.settle(seen), seen);
                }
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("-Dseed=" + seed + ": " + broken.getMessage() + world, broken);
            }
            seed++;
        }
        System.out.println("Settled " + settled + " times, seeds from " + SEED);
    }

    /** A look at once comes to an end: within three looks, when everything that was wanted is answered. */
    private static int lookUntilSeen(World world, Laws laws, Settlement first, Observation glance) {
        Settlement settled = first;
        Observation seen = glance;
        int looks = 0;
        while (settled.next() instanceof Next.Look look && look.after().isZero()) {
            law(looks < 3, "looking at once comes to an end");
            looks++;
            seen = world.look(look.what());
            settled = laws.settle(seen);
        }
        laws.atRest(settled, seen);
        return looks + 1;
    }

    /** The truth is the same; the callbacks name its parts in another order. */
    @Test
    void theEndIsTheSameInWhateverOrderTheCallbacksCame() {
        for (long seed = SEED; seed < SEED + CASES / 50; seed++) {
            try {
                World one = world(seed);
                World other = world(seed);
                settleEach(one, new Random(1));
                settleEach(other, new Random(seed));
                compare(one, other);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("-Dseed=" + seed + ": " + broken.getMessage() + world(seed), broken);
            }
        }
    }

    private static World world(long seed) {
        World world = new World(new Random(seed));
        for (Life life : world.lives) {
            life.goOn(world.given.now());
        }
        return world;
    }

    private static void settleEach(World world, Random shuffle) {
        Laws laws = new Laws(world);
        List<Life> lives = new ArrayList<>(world.lives);
        Collections.shuffle(lives, shuffle);
        for (Life life : lives) {
            Observation seen = world.fresh(life);
            lookUntilSeen(world, laws, laws.settle(seen), seen);
        }
        Observation all = world.everything();
        lookUntilSeen(world, laws, laws.settle(all), all);
    }

    private static void compare(World one, World other) {
        Order order = one.given.order();
        Order same = other.given.order();
        law(order.paid().isPresent() == same.paid().isPresent(), "paid in either order");
        law(one.given.question().isPresent() == other.given.question().isPresent(), "asked in either order");
        // A payment that nobody had heard of when another was declined cannot have kept the order from failing.
        boolean unheardOf = Set.of(Status.PENDING, Status.FAILED).containsAll(Set.of(order.status()))
                && Set.of(Status.PENDING, Status.FAILED).contains(same.status());
        law(order.status() == same.status() || unheardOf, "the same status in either order: " + order + same);
    }
}
