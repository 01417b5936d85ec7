package dev.payonce.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLimitTest {

    private long now = -5;
    private final LogLimit log = new LogLimit(2, () -> now);
    private final List<Integer> logged = new ArrayList<>();

    @Test
    void oneCauseIsOneWarningAMinuteAndTheNextOneCountsTheRest() {
        for (int each = 0; each < 500; each++) {
            log.log("stripe-401", logged::add);
        }
        now += LogLimit.EVERY.toNanos();
        log.log("stripe-401", logged::add);

        assertThat(logged).containsExactly(0, 499);
    }

    @Test
    void anotherCauseIsNotHidden() {
        log.log("stripe-401", logged::add);
        log.log("site-differs", logged::add);

        assertThat(logged).containsExactly(0, 0);
    }

    @Test
    void ofMoreCausesThanItRemembersTheOldestIsLoggedTooEarly() {
        log.log("stripe-401", logged::add);
        log.log("site-differs", logged::add);
        log.log("database-lost", logged::add);
        log.log("database-lost", logged::add);
        log.log("stripe-401", logged::add);

        assertThat(logged).containsExactly(0, 0, 0, 0);
    }
}
