package dev.payonce.sandbox.scenario;

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

    /** One odd, one even: they differ in which payment is about to be published. */
    private static final List<Long> SEEDS = List.of(1L, 2L);

    /** Both kinds at eleven points, and one of them where the cache is about to be written. */
    private static final int ORDERS = 2 * 11 + 1;

    @Test
    void whereverAProcessDiesEachOrderIsPaidOnceAndNothingIsLost(Shop shop) {
        List<Crash> crashes = Crashes.run(shop.all(), Shop.LOGS, SEEDS, System.out::println);

        assertThat(crashes).hasSize(SEEDS.size() * ORDERS);
        assertThat(crashes).flatExtracting(Crash::violations).isEmpty();
    }
}
