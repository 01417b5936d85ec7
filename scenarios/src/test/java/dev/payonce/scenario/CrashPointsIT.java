package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.crash.Crash;
import dev.payonce.sandbox.crash.Crashes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test that kills worker and API at each single point of a payment; {@code make crash} has more seeds. */
@Timeout(600)
class CrashPointsIT {

    /** It and the next, others each time; odd and even differ in which payment is about to be published. */
    private static final long SEED = Long.getLong("seed", Math.floorMod(System.nanoTime(), 10_000L));

    /** Both kinds at eleven points, and one of them where the cache is about to be written. */
    private static final int ORDERS = 2 * 11 + 1;

    @Test
    void whereverAProcessDiesEachOrderIsPaidOnceAndNothingIsLost(Shop shop) {
        List<Crash> crashes = Crashes.run(shop.all(), Shop.LOGS, List.of(SEED, SEED + 1), System.out::println);

        assertThat(crashes).hasSize(2 * ORDERS);
        assertThat(crashes)
                .as("make crash SEEDS=\"" + SEED + " " + (SEED + 1) + "\"")
                .flatExtracting(Crash::violations)
                .isEmpty();
    }
}
