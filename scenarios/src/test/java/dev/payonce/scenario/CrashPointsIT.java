package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.crash.Crash;
import dev.payonce.sandbox.crash.Crashes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Worker and API are killed at each single point of a payment; {@code make crash} has more seeds. */
@OnRealServers
@Timeout(600)
class CrashPointsIT {

    /**
     * Another one each time, odd or even: they differ in which payment is about to be published, and how it is
     * refunded.
     */
    private static final long SEED = Long.getLong("seed", Math.floorMod(System.nanoTime(), 10_000L));

    /** Both kinds at eleven points, and one of them where the cache is about to be written. */
    private static final int ORDERS = 2 * 11 + 1;

    @Test
    void whereverAProcessDiesEachOrderIsPaidOnceAndNothingIsLost(Shop shop) {
        List<Crash> crashes = Crashes.run(shop.all(), Shop.LOGS, List.of(SEED), System.out::println);

        assertThat(crashes).hasSize(ORDERS);
        assertThat(crashes)
                .as("make crash SEEDS=" + SEED)
                .flatExtracting(Crash::violations)
                .isEmpty();
    }
}
