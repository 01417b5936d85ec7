package dev.payonce.reconcile.property;

import static dev.payonce.reconcile.property.LedgerInvariants.law;

import dev.payonce.gateway.Observation;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.Reconciliation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The property tests of reconciliations in random scenarios: every combination of order, ledger and payments that a
 * few rounds can bring about. The ledgers are thus real ones. {@code -Dseed=} repeats a run, {@code -Dcases=} bounds
 * it.
 *
 * <p>A checker is trusted only after it has caught a planted fault. These were planted one at a time, and each turned a
 * law red:
 *
 * <ul>
 *   <li>Captured payments: a wrong amount, refunded or disputed money, or a second payment pays; any status is payable;
 *       a duplicate is not reviewed; a stale writer is overruled without money, or after a refund.
 *   <li>Ownership: any key proves; another site does not matter; another order's record does not matter.
 *   <li>Rules: another order's money is not reviewed; the first of two is judged before the payer; the payer changes a
 *       round late; every ID that is written over the payer's counts as payer; paid is answered while less is held.
 *   <li>Uncaptured payments: declines need not be fresh, fail beside hope, or fail before all were observed; an
 *       authorization is not reviewed; a void has no reason.
 *   <li>Reversals: refunds, or open disputes, need not be fresh; a part refunds the order; a pending refund is not
 *       refreshed.
 *   <li>Holds: a warning keeps none; a stale writer, or no clerk, releases; what was released or lifted and then closed is
 *       not reviewed.
 *   <li>Snapshots, entries: old snapshots overwrite; states are not counted; long IDs stay long.
 *   <li>Refreshes, reviews, summary: an immediate refresh forgets an observation; a refresh names one payment of two;
 *       reviews are judged unseen, end all refreshes, are opened at every refresh, stay open, or close without a
 *       reason; the summary forgets them.
 * </ul>
 */
class ReconciliationPropertyTest {

    private static final long SEED = Long.getLong("seed", 1_000_000);
    private static final int CASES = Integer.getInteger("cases", 100_000);

    @Test
    void everyLawHoldsAfterEveryReconciliation() {
        int reconciled = 0;
        long seed = SEED;
        while (reconciled < CASES) {
            RandomScenario world = new RandomScenario(new Random(seed));
            Invariants invariants = new Invariants(world);
            try {
                for (int round = 0; round < 6; round++) {
                    world.goOn();
                    Observation seen = world.glance();
                    reconciled += 2 * refreshUntilSeen(world, invariants, invariants.reconcile(seen), seen);
                }
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("-Dseed=" + seed + ": " + broken.getMessage() + world, broken);
            }
            seed++;
        }
        System.out.println("Reconciled " + reconciled + " times, seeds from " + SEED);
    }

    /** Refreshes at once until the end, within three rounds, when everything that was wanted is answered. */
    private static int refreshUntilSeen(
            RandomScenario world, Invariants invariants, Reconciliation first, Observation glance) {
        Reconciliation reconciled = first;
        Observation seen = glance;
        int refreshes = 0;
        while (reconciled.next() instanceof Next.RefreshAfter refresh
                && refresh.after().isZero()) {
            law(refreshes < 3, "immediate refreshes come to an end");
            refreshes++;
            seen = world.refresh(refresh.what());
            reconciled = invariants.reconcile(seen);
        }
        RestInvariants.atRest(world, reconciled, seen);
        return refreshes + 1;
    }

    /** The truth is the same; the callbacks name its parts in another order. */
    @Test
    void theEndIsTheSameInWhateverOrderTheCallbacksCame() {
        for (long seed = SEED; seed < SEED + CASES / 50; seed++) {
            try {
                RandomScenario one = world(seed);
                RandomScenario other = world(seed);
                reconcileEach(one, new Random(1));
                reconcileEach(other, new Random(seed));
                compare(one, other);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("-Dseed=" + seed + ": " + broken.getMessage() + world(seed), broken);
            }
        }
    }

    private static RandomScenario world(long seed) {
        RandomScenario world = new RandomScenario(new Random(seed));
        for (PaymentLifecycle life : world.lives) {
            life.goOn(world.given.now());
        }
        return world;
    }

    private static void reconcileEach(RandomScenario world, Random shuffle) {
        Invariants invariants = new Invariants(world);
        List<PaymentLifecycle> lives = new ArrayList<>(world.lives);
        Collections.shuffle(lives, shuffle);
        for (PaymentLifecycle life : lives) {
            Observation seen = world.fresh(life);
            refreshUntilSeen(world, invariants, invariants.reconcile(seen), seen);
        }
        Observation all = world.everything();
        refreshUntilSeen(world, invariants, invariants.reconcile(all), all);
    }

    private static void compare(RandomScenario one, RandomScenario other) {
        Order order = one.given.order();
        Order same = other.given.order();
        law(order.paid().isPresent() == same.paid().isPresent(), "paid in either order");
        law(one.given.review().isPresent() == other.given.review().isPresent(), "asked in either order");
        // A payment that was unknown when another was declined cannot have kept the order from failing.
        boolean unheardOf = Set.of(Status.PENDING, Status.FAILED).containsAll(Set.of(order.status()))
                && Set.of(Status.PENDING, Status.FAILED).contains(same.status());
        boolean otherPayer =
                !order.paid().map(Order.Paid::externalIds).equals(same.paid().map(Order.Paid::externalIds))
                        && isPaidByAnother(one)
                        && isPaidByAnother(other);
        law(
                order.status() == same.status() || unheardOf || otherPayer,
                "the same status in either order: " + order + same);
    }

    /**
     * Returns true for the ends that depend on the payer. Where two payments could pay the order, the first one does: only
     * a sign of fraud about that one holds it, and its refund refunds it. The other one's money is in a review then.
     */
    private static boolean isPaidByAnother(RandomScenario world) {
        return switch (world.given.status()) {
            case PROCESSING, ON_HOLD -> true;
            case REFUNDED -> world.given.review().isPresent();
            default -> false;
        };
    }
}
